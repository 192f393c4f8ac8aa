"""Rewrites states of Terraform 1.11.4 as other releases and OpenTofu would have written them.

usage: derive.py FORM < terraform.tfstate > derived.tfstate

Each form changes only what that writer does differently (corpus/README.md lists them).
"""

import json
import re
import sys

TOFU_HOST = 'registry.opentofu.org'


# Numbers are carried as marked text, so that none loses digits.
NUMBER_MARK = '\ue000'


def number_text(text):
    return NUMBER_MARK + text


def instances(state):
    return [i for r in state['resources'] for i in r['instances']]


def by(state, version):
    """OpenTofu writes its own version number and registry."""
    state['terraform_version'] = version
    for resource in state['resources']:
        resource['provider'] = resource['provider'].replace('registry.terraform.io', TOFU_HOST)


def insert_before(mapping, following, key, value):
    """Puts key into mapping, in the writer's order: before the first of `following` present."""
    items = list(mapping.items())
    at = next((n for n, (k, _) in enumerate(items) if k in following), len(items))
    mapping.clear()
    mapping.update(items[:at] + [(key, value)] + items[at:])


def indented_1_7(state):
    by(state, '1.7.3')


def compact_1_8(state):
    by(state, '1.8.11')


def compact_1_11(state):
    by(state, '1.11.2')


def deprecated_output_1_10(state):
    by(state, '1.10.6')
    for name, output in state['outputs'].items():
        output['deprecated'] = 'Use the output of the new module instead of <%s>.' % name


def keyed_provider_1_9(state):
    """Provider for_each: the address moves to the instances and carries a key."""
    by(state, '1.9.1')
    for resource in state['resources']:
        if '].' not in resource['provider']:
            continue
        address = resource.pop('provider')
        for number, instance in enumerate(resource['instances']):
            key = json.dumps(instance.get('index_key', 'eu-central-%d' % (number + 1)))
            insert_before(instance, ('schema_version',), 'provider', '%s[%s]' % (address, key))


def skip_destroy_1_12(state):
    by(state, '1.12.0')
    for instance in instances(state)[::2]:
        instance['skip_destroy'] = True


def identity_1_12(state):
    """OpenTofu writes identity only where the provider has one."""
    by(state, '1.12.3')
    for resource in state['resources']:
        for instance in resource['instances']:
            if not resource['type'].startswith('aws_'):
                continue
            tail = ('private', 'dependencies', 'create_before_destroy')
            insert_before(instance, tail, 'identity_schema_version', number_text('0'))
            insert_before(instance, tail, 'identity', {'arn': instance['attributes'].get('arn')})


def indented_1_13(state):
    by(state, '1.13.0')


def terraform_1_14(state):
    """Terraform 1.12 and later always write identity_schema_version."""
    state['terraform_version'] = '1.14.3'
    for instance in instances(state):
        tail = ('identity', 'private', 'dependencies', 'create_before_destroy')
        insert_before(instance, tail, 'identity_schema_version', number_text('0'))


def terraform_1_2(state):
    """Before 1.3 there were no check results."""
    state['terraform_version'] = '1.2.9'
    del state['check_results']


def terraform_0_13(state):
    """Before 0.14 there were no sensitive paths."""
    state['terraform_version'] = '0.13.7'
    del state['check_results']
    for instance in instances(state):
        del instance['sensitive_attributes']


def terraform_0_12(state):
    """0.12 wrote `each`, depends_on and provider addresses without a registry."""
    terraform_0_13(state)
    state['terraform_version'] = '0.12.31'
    for resource in state['resources']:
        resource['provider'] = 'provider.' + resource['type'].split('_')[0]
        key = resource['instances'][0].get('index_key')
        if key is not None:
            each = 'list' if key.startswith(NUMBER_MARK) else 'map'
            insert_before(resource, ('provider',), 'each', each)


COMPACT = {compact_1_8, compact_1_11, keyed_provider_1_9, deprecated_output_1_10, skip_destroy_1_12,
           identity_1_12}


def go_escaped(text):
    """Go's encoder escapes these in every string."""
    for char in '<>&\u2028\u2029':
        text = text.replace(char, '\\u%04x' % ord(char))
    return text


def main():
    form = globals()[sys.argv[1]]
    state = json.load(sys.stdin, parse_float=number_text, parse_int=number_text)
    form(state)
    layout = {'separators': (',', ':')} if form in COMPACT else {'indent': 2}
    text = json.dumps(state, ensure_ascii=False, **layout)
    text = re.sub('"%s([^"]*)"' % NUMBER_MARK, r'\1', go_escaped(text))
    sys.stdout.buffer.write((text + '\n').encode())


if __name__ == '__main__':
    main()
