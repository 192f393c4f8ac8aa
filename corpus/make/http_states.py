"""A small server for Terraform's http backend that keeps every version it was ever given.

One state per path. GET, POST, DELETE, LOCK and UNLOCK as the backend asks for them; a state that was
deleted or never written answers 404. Used by histories.py, in its own process.
"""

import http.server
import threading

DELETED = None  # what a version is where the state was deleted


class StateServer(http.server.ThreadingHTTPServer):
    """Listens on a free port of the loopback from the moment it is made."""

    daemon_threads = True

    def __init__(self):
        super().__init__(('127.0.0.1', 0), _Handler)
        self.versions = {}  # path: bodies, oldest first
        self.locks = {}     # path: lock info
        self.refuse_writes = False
        self.guard = threading.Lock()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def url(self, path):
        return 'http://127.0.0.1:%d%s' % (self.server_address[1], path)

    def put(self, path, body):
        """As if somebody restored or deleted the object behind Terraform's back."""
        self.versions.setdefault(path, []).append(body)


class _Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *args):
        pass

    def answer(self, status, body=b''):
        self.send_response(status)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def read_body(self):
        return self.rfile.read(int(self.headers.get('Content-Length', 0)))

    def state(self):
        return self.path.split('?')[0]

    def do_GET(self):
        versions = self.server.versions.get(self.state())
        if not versions or versions[-1] is DELETED:
            return self.answer(404)
        self.answer(200, versions[-1])

    def do_POST(self):
        body = self.read_body()
        if self.server.refuse_writes:
            return self.answer(500)
        self.server.put(self.state(), body)
        self.answer(200)

    def do_DELETE(self):
        self.server.put(self.state(), DELETED)
        self.answer(200)

    def do_LOCK(self):
        body = self.read_body()
        with self.server.guard:
            holder = self.server.locks.setdefault(self.state(), body)
        self.answer(200 if holder is body else 423, holder)

    def do_UNLOCK(self):
        self.read_body()
        with self.server.guard:
            self.server.locks.pop(self.state(), None)
        self.answer(200)
