#!/usr/bin/env python3
"""Writes corpus/scalars/{version,private}.tsv: texts of terraform_version and of `private`, with
the verdict and words of the real Terraform.  Usage: scalars.py FOLDER"""
import json
import os
import re
import subprocess
import sys
import tempfile

VERSIONS = ["1.11.4", "v1.5.0", "1.5", "1", "v1", "V1.0", "", "1.", ".1", "1..2", "1.2.3.4.5", "01.002.3", "1.0.0-beta",
            "1.0.0beta1", "1.0.0-", "1.0.0--", "1.0.0-1", "1.0.0-0a", "1.0-rc.1", "1.0-rc..1", "1.0-rc.", "1.0~rc", "1.0.rc",
            "1.0+build", "1.0+", "1.0+a.b", "1.0+a..b", "1.0-rc+m", "1.0+m-rc", "1.0+m+n", "1.0 ", " 1.0", "1.0\n",
            "1,0", "1.0.0-\u00e9", "9223372036854775807.0", "9223372036854775808.0", "1.x", "x", "latest", "1.0.0-dev",
            "1.0.0-alpha20260812", "0.0.0", "1.0-a_b", "1.0.0_1", "-1.0", "+1", "vv1", "1.0.0-~", "~1.0", "1-2-3", "1-2.3-4.x"]
PRIVATES = ["", "YQ==", "YWI=", "YWJj", "YQ", "YQ=", "YQ===", "YWI", "YWJ", "Y", "=", "====", "Y===", "YQ=a", "YQ==YQ==", "YWJj\n",
            "\nYWJj", "YW\r\nJj", "YQ=\n=", "YQ==\n", "YQ==x", "YQ==\nx", "YW-_", "YW J", " YWJj", "YWJj ", "YWI=YWJj", "YR==",
            "YWK=", "\u00e9", "YWJj!", "YWJjYW", "YWJjYWJ", "\n", "\r\n\r\n", "YWJj\u2028", "AAAA", "+/+/", "a===", "ab=c", "abc=d"]


def state(version="1.11.4", private=None):
    instance = {"schema_version": 0, "attributes": {}}
    if private is not None:
        instance["private"] = private
    return {"version": 4, "terraform_version": version, "serial": 1, "lineage": "l", "outputs": {},
            "resources": [{"mode": "managed", "type": "t", "name": "n", "instances": [instance],
                           "provider": 'provider["terraform.io/builtin/terraform"]'}]}


def run(document):
    with tempfile.TemporaryDirectory() as work:
        with open(os.path.join(work, "terraform.tfstate"), "w", encoding="utf-8") as file:
            json.dump(document, file)
        return subprocess.run(["terraform", "state", "pull"], cwd=work, capture_output=True, text=True,
                              env=dict(os.environ, CHECKPOINT_DISABLE="1"))


def main():
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "version.tsv"), "w", encoding="ascii") as out:
        for text in VERSIONS:
            out.write("%s\t%s\n" % (json.dumps(text), "ok" if run(state(version=text)).returncode == 0 else "refused"))
    with open(os.path.join(folder, "private.tsv"), "w", encoding="ascii") as out:
        for text in PRIVATES:
            answer = run(state(private=text))
            if answer.returncode == 0:
                pulled = json.loads(answer.stdout)["resources"][0]["instances"][0].get("private", "")
                out.write("%s\tok\t%s\n" % (json.dumps(text), pulled))
            else:
                words = " ".join(answer.stderr.split())
                out.write("%s\trefused\t%s\n" % (json.dumps(text), re.search(r"illegal base64 data at input byte \d+", words).group()))


main()
