#!/usr/bin/env python3
"""Makes corpus/histories: for each HIS rule a history that triggers it, and a near miss.

Every version was written by the Terraform on PATH (1.11.4) through its http backend, except where
`edited` says otherwise: then one text of one file was replaced. Ids and lineages differ each time.

usage: histories.py [RULE...]
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from http_states import DELETED, StateServer

CORPUS = pathlib.Path(__file__).resolve().parent.parent
OUT = CORPUS / 'histories'
SCRATCH = pathlib.Path(tempfile.mkdtemp())
SERVER = StateServer()
KEY = 'prod.tfstate'

ENVIRONMENT = dict(os.environ, TF_IN_AUTOMATION='1', CHECKPOINT_DISABLE='1')
ENVIRONMENT.pop('TF_CLI_CONFIG_FILE', None)


class Project:
    """A working directory whose state is kept by the server."""

    count = 0

    def __init__(self, path=None):
        Project.count += 1
        self.path = path or '/state%d' % Project.count
        self.folder = SCRATCH / ('project%d' % Project.count)
        self.folder.mkdir()
        url = SERVER.url(self.path)
        (self.folder / 'backend.tf').write_text(
            'terraform {\n  backend "http" {\n    address = "%s"\n    lock_address = "%s"\n'
            '    unlock_address = "%s"\n    retry_max = 0\n  }\n}\n' % (url, url, url))
        self.run('init')

    def start(self, *words):
        return subprocess.Popen(['terraform', *words, '-no-color'], cwd=self.folder,
                                env=ENVIRONMENT, stdin=subprocess.DEVNULL, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def run(self, *words, fails=False):
        process = self.start(*words)
        output, _ = process.communicate(timeout=180)
        if (process.returncode != 0) != fails:
            sys.exit('terraform %s: exit %d\n%s' % (' '.join(words), process.returncode, output))

    def write(self, configuration):
        (self.folder / 'main.tf').write_text(configuration)

    def apply(self, configuration, *words, fails=False):
        self.write(configuration)
        self.run('apply', '-auto-approve', *words, fails=fails)
        return self.newest()

    def push(self, body, *words):
        (self.folder / 'pushed.json').write_bytes(body)
        self.run('state', 'push', *words, 'pushed.json')
        return self.newest()

    def restore(self, body):
        SERVER.put(self.path, body)
        return body

    def versions(self):
        return SERVER.versions.get(self.path, [])

    def newest(self):
        return self.versions()[-1]


def resource(name, value=None, depends_on=None, more=''):
    lines = ['resource "terraform_data" "%s" {' % name]
    if value is not None:
        lines.append('  input = "%s"' % value)
    if depends_on:
        lines.append('  depends_on = [terraform_data.%s]' % depends_on)
    if more:
        lines.append('  ' + more)
    return '\n'.join(lines) + '\n}\n'


def edited(body, old, new):
    """`body` with one text replaced."""
    text = body.decode()
    assert old in text, old
    return text.replace(old, new, 1).encode()


def with_serial(body, serial):
    return re.sub(rb'"serial": \d+', b'"serial": %d' % serial, body, count=1)


def lineage(body):
    return json.loads(body)['lineage']


def save(rule, name, versions):
    """A folder of snapshots: 01.tfstate, 02.tfstate, ..."""
    folder = OUT / rule / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for number, body in enumerate(versions, 1):
        (folder / ('%02d.tfstate' % number)).write_bytes(body)


def save_listed(rule, name, versions, hours=None, absent=None):
    """Objects of a versioned bucket, and its listing.

    `hours` are the times of the versions; the bytes of the version numbered `absent` are not saved.
    """
    folder = OUT / rule / name
    shutil.rmtree(folder, ignore_errors=True)
    (folder / KEY).mkdir(parents=True)
    rows = []
    for number, body in enumerate(versions, 1):
        row = {'Key': KEY, 'VersionId': 'v%d' % number, 'IsLatest': False,
               'LastModified': '2026-03-02T%02d:00:00+00:00' % (hours or range(9, 24))[number - 1]}
        if body is not DELETED:
            row['Size'] = len(body)
        if body is not DELETED and number != absent:
            (folder / KEY / row['VersionId']).write_bytes(body)
        rows.append((row, body))
    newest = max((row for row, _ in rows), key=lambda row: row['LastModified'])
    newest['IsLatest'] = True
    rows.sort(key=lambda entry: entry[0]['LastModified'], reverse=True)  # as S3 lists them
    listing = {'Versions': [row for row, body in rows if body is not DELETED],
               'DeleteMarkers': [row for row, body in rows if body is DELETED]}
    if not listing['DeleteMarkers']:
        del listing['DeleteMarkers']
    (folder / 'versions.json').write_text(json.dumps(listing, indent=2) + '\n')


def save_files(rule, name, files):
    folder = OUT / rule / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for path, body in files.items():
        (folder / path).write_bytes(body)


def applied(values):
    """Versions of one resource `a`, an apply for each value."""
    project = Project()
    return project, [project.apply(resource('a', value)) for value in values]


def his001():
    slow = 'provisioner "local-exec" { command = "sleep 3" }'
    project = Project()
    first = project.apply(resource('a'))
    other = Project(project.path)
    project.write(resource('a') + resource('b', more=slow))
    other.write(resource('a') + resource('c', more=slow))
    runs = [each.start('apply', '-auto-approve', '-lock=false') for each in (project, other)]
    for run in runs:
        output, _ = run.communicate(timeout=180)
        assert run.returncode == 0, output
    two = project.versions()[1:]
    assert len(two) == 2
    save('HIS001', 'trigger', [first, *two])
    save('HIS001', 'near-miss', [first, two[0], with_serial(two[1], 3)])
    # The version before, changed and forced upon the newest.
    project, versions = applied(['one', 'two'])
    project.push(edited(versions[0], '"one"', '"three"'), '-force')
    save('HIS001', 'trigger-push-force', project.versions())
    # An old object restored in the bucket, and applied upon.
    project, versions = applied(['one', 'two'])
    project.restore(versions[0])
    project.apply(resource('a', 'three'))
    save_listed('HIS001', 'trigger-restored', project.versions())


def his002():
    project, versions = applied(['one', 'two', 'three'])
    project.restore(versions[0])
    save_listed('HIS002', 'trigger', project.versions())
    save_listed('HIS002', 'near-miss', [*versions, with_serial(versions[0], 4)])


def his003():
    project, versions = applied(['one', 'two'])
    pushed = project.push(with_serial(edited(versions[1], '"two"', '"three"'), 3))
    save('HIS003', 'trigger', [*versions, pushed])
    save('HIS003', 'near-miss', [*versions, with_serial(pushed, 3)])


def his004():
    project, versions = applied(['one', 'two'])
    _, strangers = applied(['other'])
    pushed = project.push(with_serial(strangers[0], 2), '-force')
    save('HIS004', 'trigger', [*versions, pushed])
    save('HIS004', 'near-miss', [*versions, edited(pushed, lineage(pushed), lineage(versions[0]))])
    # The object was deleted, and the next apply began from nothing.
    project, versions = applied(['one', 'two'])
    project.restore(DELETED)
    project.apply(resource('a', 'two'))
    save_listed('HIS004', 'trigger-deleted', project.versions())


def his005():
    project, versions = applied(['one'])
    pushed = project.push(edited(edited(versions[0], lineage(versions[0]), ''), '"one"', '"two"'))
    save('HIS005', 'trigger', [*versions, pushed])
    save('HIS005', 'near-miss', [*versions, edited(pushed, '"lineage": ""', '"lineage": "%s"' %
                                                   lineage(versions[0]))])


def his006():
    _, versions = applied(['one'])
    older = edited(versions[0], '"1.11.4"', '"1.10.5"')
    folder = SCRATCH / 'local'
    folder.mkdir()
    (folder / 'main.tf').write_text(resource('a', 'one'))
    (folder / 'terraform.tfstate').write_bytes(older)
    for words in (['init'], ['apply', '-auto-approve']):
        subprocess.run(['terraform', *words], cwd=folder, env=ENVIRONMENT, check=True,
                       stdout=subprocess.DEVNULL)
    rewritten = (folder / 'terraform.tfstate').read_bytes()
    save('HIS006', 'trigger', [older, rewritten])
    save('HIS006', 'near-miss', [older, with_serial(rewritten, 2)])


def his007():
    check = ('check "%s" {\n  assert {\n    condition = terraform_data.a.output != ""\n'
             '    error_message = "empty"\n  }\n}\n')
    configuration = resource('a', 'one') + check % 'p' + check % 'q'
    project = Project()
    while len(project.versions()) < 2:  # the order of check results is random
        project.apply(configuration)
    save('HIS007', 'trigger', project.versions())
    save('HIS007', 'near-miss', [project.versions()[0],
                                 edited(project.versions()[1], '"one"', '"two"')])


def his008():
    _, versions = applied(['one', 'two'])
    save('HIS008', 'trigger', [versions[0], edited(versions[1], '"1.11.4"', '"1.9.8"')])
    save('HIS008', 'near-miss', versions)


def his009():
    project, versions = applied(['one', 'two', 'three', 'four'])
    empty = dict(json.loads(versions[-1]), serial=5, resources=[])
    pushed = project.push(json.dumps(empty).encode())
    save('HIS009', 'trigger', [*versions, pushed])
    save('HIS009', 'near-miss', [*versions, with_serial(pushed, 5)])


def his010():
    project = Project()
    many = [project.apply(resource('a', more='count = 12'))]
    fewer = project.apply(resource('a', more='count = 3'))
    project.restore(many[0])
    least = project.apply(resource('a', more='count = 1'))
    save('HIS010', 'trigger', [*many, least])
    save('HIS010', 'near-miss', [*many, fewer])


def his011():
    project = Project()
    both = resource('a') + resource('b', depends_on='a')
    first = project.apply(both)
    destroyed = project.apply(resource('b'))
    project.restore(first)
    project.run('state', 'rm', 'terraform_data.a')
    save('HIS011', 'trigger', [first, project.newest()])
    save('HIS011', 'near-miss', [first, destroyed])
    # Switched off: destroyed, and the dependents' configuration names it still.
    project, counted = Project(), resource('b', depends_on='a')
    switched = [project.apply(resource('a', more='count = %d' % count) + counted)
                for count in (1, 0)]
    save('HIS011', 'near-miss-switched-off', switched)
    # A provider address that Terraform cannot read: the next write leaves the resource out.
    project = Project()
    project.restore(edited(first, r'provider[\"terraform.io/builtin/terraform\"]',
                           r'provider[\"terraform.io/builtin/terraform\"'))
    project.write(both)
    project.run('taint', 'terraform_data.b')
    save('HIS011', 'trigger-provider-dropped', [first, project.newest()])


def his012():
    _, versions = applied(['one', 'two'])
    save('HIS012', 'trigger',
         [edited(versions[0], '"schema_version": 0', '"schema_version": 1'), versions[1]])
    save('HIS012', 'near-miss', versions)


def his013():
    project = Project()
    first = project.apply(resource('a', 'one'))
    changed = project.apply(resource('a', 'two'))
    project.restore(first)
    replaced = project.apply(resource('a', 'two'), '-replace=terraform_data.a')
    save('HIS013', 'trigger', [first, replaced])
    save('HIS013', 'near-miss', [first, changed])


def his014():
    _, versions = applied(['one', 'two', 'three', 'four', 'five'])
    save_listed('HIS014', 'trigger', versions, hours=[9, 10, 12, 11, 13])
    save_listed('HIS014', 'near-miss', versions)


def his015():
    project = Project()
    first = project.apply(resource('a'))
    aliased = project.apply('provider "terraform" {\n  alias = "other"\n}\n' +
                            resource('a', 'one', more='provider = terraform.other'))
    project.restore(first)
    project.run('state', 'replace-provider', '-auto-approve', 'terraform.io/builtin/terraform',
                'registry.terraform.io/acme/data')
    save('HIS015', 'trigger', [first, project.newest()])
    save('HIS015', 'near-miss', [first, aliased])


def his016():
    _, versions = applied(['one', 'two', 'one', 'two'])
    save('HIS016', 'trigger', versions)
    save('HIS016', 'near-miss', versions[:3])


def his017():
    project, versions = applied(['one'])
    SERVER.refuse_writes = True
    project.apply(resource('a', 'two'), fails=True)
    SERVER.refuse_writes = False
    errored = (project.folder / 'errored.tfstate').read_bytes()
    save_files('HIS017', 'trigger', {'terraform.tfstate': versions[0], 'errored.tfstate': errored})
    save_files('HIS017', 'near-miss',
               {'terraform.tfstate': project.push(errored), 'errored.tfstate': errored})


def his018():
    project, versions = applied(['one'])
    save_listed('HIS018', 'trigger', [*versions, DELETED])
    project.run('destroy', '-auto-approve')
    save_listed('HIS018', 'near-miss', [*project.versions(), DELETED])


def his019():
    project, _ = applied(['one'])
    project.run('destroy', '-auto-approve')
    versions = list(project.versions())
    _, strangers = applied(['other'])
    pushed = project.push(with_serial(strangers[0], 2))
    save('HIS019', 'trigger', [*versions, pushed])
    save('HIS019', 'near-miss', [*versions, edited(pushed, lineage(pushed), lineage(versions[0]))])


def his020():
    _, versions = applied(['one', 'two'])
    save('HIS020', 'trigger', [*versions, versions[1]])
    save('HIS020', 'near-miss', [*versions, versions[1].rstrip(b'\n')])


def his021():
    project = Project()
    first = project.apply(resource('a') + resource('b'))
    project.run('destroy', '-auto-approve', '-target=terraform_data.b')
    partly = project.newest()
    project.restore(first)
    project.run('destroy', '-auto-approve')
    save('HIS021', 'trigger', [first, project.newest()])
    save('HIS021', 'near-miss', [first, partly])


def his022():
    _, versions = applied(['one', 'two', 'three'])
    save('HIS022', 'trigger', [versions[0], versions[1][:400], versions[2]])
    save('HIS022', 'near-miss', versions)


def his023():
    _, versions = applied(['one', 'two', 'three'])
    envelope = json.loads((CORPUS / 'rules/SYN012/trigger.tfstate').read_text())
    envelope.update(serial=2, lineage=lineage(versions[1]))
    save('HIS023', 'trigger', [versions[0], json.dumps(envelope).encode(), versions[2]])
    save('HIS023', 'near-miss', versions)


def his024():
    _, versions = applied(['one', 'two'])
    save('HIS024', 'trigger', [versions[0], b''])
    save('HIS024', 'near-miss', versions)


def his025():
    _, versions = applied(['one', 'two', 'three'])
    save_listed('HIS025', 'trigger', versions, absent=2)
    save_listed('HIS025', 'near-miss', versions)


def his026():
    project = Project()
    first = project.apply(resource('a') + resource('b'))
    object_id = json.loads(first)['resources'][0]['instances'][0]['attributes']['id']
    project.run('state', 'rm', 'terraform_data.a')
    lost = project.newest()
    project.run('import', 'terraform_data.a', object_id)
    imported = project.newest()
    project.restore(lost)
    created = project.apply(resource('a') + resource('b'))
    save('HIS026', 'trigger', [first, lost, imported])
    save('HIS026', 'near-miss', [first, lost, created])


MAKERS = {name.upper(): maker for name, maker in list(globals().items())
          if re.fullmatch(r'his\d+', name)}

if __name__ == '__main__':
    try:
        for rule in sys.argv[1:] or sorted(MAKERS):
            MAKERS[rule]()
            print(rule)
    finally:
        shutil.rmtree(SCRATCH)
