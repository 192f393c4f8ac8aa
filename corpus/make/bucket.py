"""A small S3 for the archive generator: one folder per bucket, every PUT kept as a version.

Serves what Terraform's s3 backend and aws_s3_object ask of a path-style endpoint: GET, HEAD, PUT,
DELETE of objects, If-None-Match: *, an empty list of workspaces, and empty tag sets. Signatures
are not checked.
A file named DENY in the root makes every PUT of a state fail with 403, as an expired role does.

usage: bucket.py ROOT PORT      objects: ROOT/BUCKET/KEY   versions: ROOT/.versions/BUCKET/KEY/NNNN
"""

import hashlib
import http.server
import pathlib
import shutil
import sys
import urllib.parse

ROOT = pathlib.Path(sys.argv[1])
LIST = ('<ListBucketResult><Name>{}</Name><KeyCount>0</KeyCount>'
        '<IsTruncated>false</IsTruncated></ListBucketResult>')
TAGS = '<Tagging><TagSet></TagSet></Tagging>'
ERROR = '<Error><Code>{0}</Code><Message>{0}</Message></Error>'


class Bucket(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *args):
        pass

    def answer(self, status, body=b'', headers=()):
        if isinstance(body, str):
            body = body.encode()
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        if self.command != 'HEAD':
            self.wfile.write(body)

    def target(self):
        url = urllib.parse.urlsplit(self.path)
        file = ROOT / urllib.parse.unquote(url.path).lstrip('/')
        return file, urllib.parse.parse_qs(url.query, True)

    def do_GET(self):
        file, query = self.target()
        if 'tagging' in query:
            return self.answer(200, TAGS)
        if file.parent == ROOT or file == ROOT:
            return self.answer(200, LIST.format(file.name))
        if not file.is_file():
            return self.answer(404, ERROR.format('NoSuchKey'))
        body = file.read_bytes()
        etag = '"%s"' % hashlib.md5(body).hexdigest()
        self.answer(200, body, [('ETag', etag), ('Content-Type', 'application/json'),
                                ('Last-Modified', 'Mon, 02 Jan 2006 15:04:05 GMT')])

    do_HEAD = do_GET

    def do_PUT(self):
        body = self.rfile.read(int(self.headers.get('Content-Length', 0)))
        if 'aws-chunked' in self.headers.get('Content-Encoding', ''):
            body = dechunk(body)
        file, query = self.target()
        if set(query) - {'x-id'}:
            return self.answer(200)
        if (ROOT / 'DENY').exists() and file.suffix == '.tfstate':
            return self.answer(403, ERROR.format('AccessDenied'))
        if self.headers.get('If-None-Match') == '*' and file.exists():
            return self.answer(412, ERROR.format('PreconditionFailed'))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)
        versions = ROOT / '.versions' / file.relative_to(ROOT)
        versions.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, versions / ('%04d' % (1 + len(list(versions.iterdir())))))
        self.answer(200, headers=[('ETag', '"%s"' % hashlib.md5(body).hexdigest())])

    def do_DELETE(self):
        file, _ = self.target()
        file.unlink(missing_ok=True)
        self.answer(204)


def dechunk(body):
    """Removes the aws-chunked framing: size in hex, extensions, CRLF, data, CRLF, trailers."""
    out = b''
    while body:
        head, _, body = body.partition(b'\r\n')
        size = int(head.split(b';')[0], 16)
        if size == 0:
            break
        out, body = out + body[:size], body[size + 2:]
    return out


http.server.ThreadingHTTPServer(('127.0.0.1', int(sys.argv[2])), Bucket).serve_forever()
