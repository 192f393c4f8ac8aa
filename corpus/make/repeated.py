#!/usr/bin/env python3
"""Writes corpus/repeated: states whose keys are repeated, folded or null, with what the real
Terraform made of them (`state pull`, one line break less).  Usage: repeated.py FOLDER"""
import os
import subprocess
import sys
import tempfile

HEAD = '"version":4,"terraform_version":"1.11.4","serial":7,"lineage":"11111111-2222-3333-4444-555555555555"'
PROVIDER = r'"provider":"provider[\"terraform.io/builtin/terraform\"]"'


def resource(name, *instances, extra=""):
    return ('{"mode":"managed","type":"terraform_data","name":"%s",%s%s,"instances":[%s]}'
            % (name, PROVIDER, extra, ",".join(instances)))


def instance(identifier, extra=""):
    return '{"schema_version":0,"attributes":{"id":"%s"}%s}' % (identifier, extra)


def document(*members):
    return "{" + ",".join((HEAD,) + members) + "}"


A, B = resource("a", instance("1")), resource("b", instance("2"))
OUT = '"outputs":{"o":{"value":"v","type":"string"}}'
CASES = {
    "serial-then-null": document('"serial":null', OUT, '"resources":[%s]' % A),
    "serial-twice": document('"serial":9', '"resources":[%s]' % A),
    "lineage-then-null": document('"lineage":null', '"resources":[%s]' % A),
    "version-then-null-then-four": '{"version":null,' + document('"resources":[]')[1:],
    "resources-then-null": document('"resources":[%s,%s]' % (A, B), '"resources":null'),
    "resources-then-empty": document('"resources":[%s,%s]' % (A, B), '"resources":[]'),
    "resources-null-then-some": document('"resources":null', '"resources":[%s]' % A),
    "resources-longer-second": document('"resources":[%s]' % A, '"resources":[{"name":"z"},%s]' % B),
    "resources-shorter-second": document('"resources":[%s,%s]' % (A, B), '"resources":[{"name":"z"}]'),
    "resources-cut-then-longer": document('"resources":[%s,%s]' % (A, B), '"resources":[{}]',
                                          '"resources":[{},{"name":"kept"}]'),
    "resources-empty-then-longer": document('"resources":[%s,%s]' % (A, B), '"resources":[]',
                                            '"resources":[%s,%s]' % (B, A)),
    "resources-folded-second": document('"resources":[%s]' % A, '"ReSources":[{"name":"z"}]'),
    "resources-null-element": document('"resources":[%s,%s]' % (A, B), '"resources":[null,{"name":"z"}]'),
    "instances-twice": document('"resources":[%s]' % resource(
        "a", instance("1"), extra=',"instances":[%s]' % instance("0", ',"status":"tainted","index_key":"k"'))),
    "instances-null-second": document('"resources":[{"mode":"managed","type":"t","name":"n",%s,'
                                      '"instances":[%s],"instances":null}]' % (PROVIDER, instance("1"))),
    "instances-longer-second": document('"resources":[{"mode":"managed","type":"t","name":"n",%s,"instances":[%s],'
                                        '"instances":[{"index_key":0},{"index_key":1,"attributes":{"id":"x"}}]}]'
                                        % (PROVIDER, instance("1", ',"private":"YWJj","create_before_destroy":true'))),
    "dependencies-twice": document('"resources":[%s,%s]' % (A, resource("b", instance(
        "2", ',"dependencies":["t.a","t.b","t.c"],"dependencies":["t.x",null]')))),
    "dependencies-cut-then-longer": document('"resources":[%s]' % resource("b", instance(
        "2", ',"dependencies":["t.a","t.b","t.c"],"dependencies":["t.x"],"dependencies":[null,null,null]'))),
    "dependencies-then-null": document('"resources":[%s]' % resource("b", instance(
        "2", ',"dependencies":["t.a"],"dependencies":null'))),
    "dependencies-then-empty": document('"resources":[%s]' % resource("b", instance(
        "2", ',"dependencies":["t.a"],"dependencies":[]'))),
    "attributes-twice": document('"resources":[%s]' % resource("a", instance("1", ',"attributes":{"id":"2","x":[1, 2]}'))),
    "attributes-then-null": document('"resources":[%s]' % resource("a", instance("1", ',"attributes":null'))),
    "attributes-flat-empty": document('"resources":[%s]' % resource("a", '{"schema_version":0,"attributes_flat":{}}')),
    "attributes-flat-twice": document('"resources":[%s]' % resource(
        "a", '{"attributes_flat":{"b":"1","a":"<&>"},"attributes_flat":{"c":null,"b":"2"}}')),
    "attributes-flat-then-null": document('"resources":[%s]' % resource(
        "a", '{"attributes_flat":{"b":"1"},"attributes_flat":null}')),
    "index-key-then-null": document('"resources":[%s]' % resource("a", instance("1", ',"index_key":3,"index_key":null'))),
    "index-key-twice": document('"resources":[%s]' % resource("a", instance("1", ',"index_key":3,"index_key":"k"'))),
    "index-key-huge": document('"resources":[%s]' % resource("a", instance("1", ',"index_key":1e300'))),
    "index-key-tiny": document('"resources":[%s]' % resource("a", instance("1", ',"index_key":1e-400'))),
    "index-key-fraction": document('"resources":[%s]' % resource("a", instance("1", ',"index_key":-2.9'))),
    "index-key-2-53-1": document('"resources":[%s]' % resource("a", instance("1", ',"index_key":9007199254740993'))),
    "index-key-2-63": document('"resources":[%s]' % resource("a", instance("1", ',"index_key":9223372036854775807'))),
    "status-then-null": document('"resources":[%s]' % resource("a", instance("1", ',"status":"tainted","status":null'))),
    "sensitive-then-null": document('"resources":[%s]' % resource("a", instance(
        "1", ',"sensitive_attributes":[[{"type":"get_attr","value":"id"}]],"sensitive_attributes":null'))),
    "private-array": document('"resources":[%s]' % resource("a", instance("1", ',"private":[1,2,255]'))),
    "private-then-array-with-null": document('"resources":[%s]' % resource("a", instance("1", ',"private":"YWJj","private":[120,null]'))),
    "private-stray-bits": document('"resources":[%s]' % resource("a", instance("1", ',"private":"YWJ="'))),
    "private-line-break": document('"resources":[%s]' % resource("a", instance("1", r',"private":"YW\nJj"'))),
    "outputs-twice-union": document(OUT, '"outputs":{"p":{"value":1.50,"type":"number"}}'),
    "outputs-twice-replaced": document('"outputs":{"o":{"value":"v","type":"string","sensitive":true}}',
                                       '"outputs":{"o":{"value":"w","type":"string"}}'),
    "outputs-then-null": document(OUT, '"outputs":null'),
    "outputs-repeated-name": document('"outputs":{"o":{"value":"v","type":"string"},"\\u006f":{"value":"w","type":"string"}}'),
    "checks-twice": document('"resources":[%s]' % A, '"check_results":[{"object_kind":"resource","config_addr":"terraform_data.a",'
                             '"status":"pass","objects":[{"object_addr":"terraform_data.a","status":"pass"}]}]',
                             '"check_results":[{"status":"fail","objects":[{"failure_messages":["no"]}]}]'),
    "checks-then-null": document('"check_results":[{"object_kind":"output","config_addr":"output.o","status":"pass","objects":null}]',
                                 '"check_results":null'),
    "keys-folded": ('{"Version":4,"TERRAFORM_VERSION":"1.11.4","\\u017Ferial":7,"Lineage":"l",'
                    '"Re\\u017Fources":[{"MODE":"managed","Type":"t","NAME":"n",%s,"Instance\\u017F":'
                    '[{"Index_\\u212Aey":5,"ATTRIBUTES":{"Id":"x"}}]}]}' % PROVIDER.replace("provider", "Provider", 1)),
    "provider-second-null": document('"resources":[{"mode":"managed","type":"t","name":"n",%s,"provider":null,"instances":[]}]' % PROVIDER),
    "block-twice-other-provider": document('"resources":[%s,{"mode":"managed","type":"terraform_data","name":"a",'
        '"provider":"provider.aws","instances":[{"index_key":"k","attributes":{}}]}]' % A),
    "unsorted": document('"resources":[%s,%s,{"module":"module.m[10]","mode":"data","type":"t","name":"n",%s,'
                         '"instances":[%s,%s,%s,%s]},{"module":"module.m[2]","mode":"managed","type":"t","name":"n",%s,"instances":[]}]'
                         % (B, A, PROVIDER, instance("10", ',"index_key":10'), instance("2", ',"index_key":2'),
                            instance("x", ',"index_key":2,"deposed":"00000002"'), instance("y", ',"index_key":2,"deposed":"00000001"'), PROVIDER)),
    "text-escapes": document('"outputs":{"o":{"value":"<\\u2028\\u00e9&\\b\\f\\u007f\\ud800>","type":"string"}}',
                             '"resources":[%s]' % resource("\\u00e9\\n\\b\\u2029<", instance("1", ',"index_key":"a\\u0001\\t\\"\\\\"'))),
    "raw-escapes": document('"resources":[%s]' % resource("a", '{"attributes":{ "a" : "<\\u003c&\u2028" ,"e":[ ],"o":{ },"n":[ [ ],{ } ]}}')),
    "module-spellings": document('"resources":[{"module":"module . m [ \\"k\\" ]","mode":"managed","type":"t","name":"n",%s,"instances":[]},'
                                 '{"module":"module.m[\\"k\\"]","mode":"managed","type":"t","name":"o",%s,"instances":[]}]' % (PROVIDER, PROVIDER)),
    "dependency-spellings": document('"resources":[%s]' % resource("b", instance(
        "2", r',"dependencies":["resource.t.z"," t.a ","module.m[\"k\"].t.b","data.t.c","t.a"]'))),
}


def main():
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    env = dict(os.environ, CHECKPOINT_DISABLE="1")
    for name, text in CASES.items():
        with tempfile.TemporaryDirectory() as work:
            path = os.path.join(work, "terraform.tfstate")
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            pulled = subprocess.run(["terraform", "state", "pull"], cwd=work, env=env, capture_output=True)
        with open(os.path.join(folder, name + ".tfstate"), "w", encoding="utf-8") as file:
            file.write(text)
        answer = pulled.stdout[:-1] if pulled.returncode == 0 else b"refused\n"
        with open(os.path.join(folder, name + ".pulled"), "wb") as file:
            file.write(answer)
        print(name, pulled.returncode)


main()
