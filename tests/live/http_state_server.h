// HttpStateServer: what the `http` backend of Terraform talks to, on the loopback, in a thread.
//
// Holds one state and, where locking is on, its lock; keeps every version that was ever written.
// GET gives the state or 404; POST stores it; DELETE forgets it; LOCK and UNLOCK take and release
// the lock, 423 with the holder's lock info where it is held.  Every function may be called from
// any thread.  Source of the protocol: TF: internal/backend/remote-state/http/client.go.
#ifndef TFSCK_TESTS_LIVE_HTTP_STATE_SERVER_H_
#define TFSCK_TESTS_LIVE_HTTP_STATE_SERVER_H_

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace tfsck::testing {

struct HttpServerOptions {
  bool locking = true;  // false: the backend block names no lock address, and LOCK gives 405
};

class HttpStateServer {
 public:
  // Listens on a free port of 127.0.0.1 and serves until it is destroyed.  Aborts the test program
  // where the system gives no socket.
  static std::unique_ptr<HttpStateServer> Start(const HttpServerOptions& options = {});
  ~HttpStateServer();
  HttpStateServer(const HttpStateServer&) = delete;
  HttpStateServer& operator=(const HttpStateServer&) = delete;

  std::string url() const;  // http://127.0.0.1:PORT/state
  // A `terraform` block that uses this server.
  std::string BackendBlock() const;

  // What is stored; nothing where GET gives 404.
  std::optional<std::string> stored() const;
  // Replaces what is stored behind Terraform's back, as a restore does; no version is kept of it.
  void Put(std::optional<std::string> document);
  // Every body that was written by POST, oldest first.
  std::vector<std::string> versions() const;
  // The lock info of the holder, as it was sent; nothing where the lock is free.
  std::optional<std::string> lock() const;
  // Takes the lock as somebody else would; nothing frees it.
  void SetLock(std::optional<std::string> lock_info);

 private:
  struct Request;
  struct Response;

  explicit HttpStateServer(const HttpServerOptions& options);
  void Serve();
  void Answer(int connection);
  Response Handle(const Request& request);
  Response Write(const Request& request);
  Response Lock(const Request& request);

  const HttpServerOptions options_;
  int listener_ = -1;
  int port_ = 0;
  std::thread thread_;

  mutable std::mutex mutex_;
  std::optional<std::string> stored_;
  std::optional<std::string> lock_;
  std::vector<std::string> versions_;
};

}  // namespace tfsck::testing

#endif  // TFSCK_TESTS_LIVE_HTTP_STATE_SERVER_H_
