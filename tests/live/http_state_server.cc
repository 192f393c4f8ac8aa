#include "tests/live/http_state_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <string_view>
#include <utility>

namespace tfsck::testing {

struct HttpStateServer::Request {
  std::string method;
  std::string target;  // path and query
  std::string body;
};

struct HttpStateServer::Response {
  int status = 200;
  std::string body;
};

namespace {

constexpr std::string_view kHeadEnd = "\r\n\r\n";

std::string Lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

// Bytes that the body has, as the head says; none where it does not.
size_t ContentLength(const std::string& head) {
  const std::string lower = Lower(head);
  const size_t at = lower.find("content-length:");
  return at == lower.npos ? 0 : std::strtoull(lower.c_str() + at + 15, nullptr, 10);
}

// Reads until `text` has `size` bytes; false where the peer ends before.
bool ReadUpTo(int connection, size_t size, std::string* text) {
  std::array<char, 65536> block;
  while (text->size() < size) {
    const ssize_t got = recv(connection, block.data(), block.size(), 0);
    if (got <= 0) return false;
    text->append(block.data(), static_cast<size_t>(got));
  }
  return true;
}

bool ReadHead(int connection, std::string* text) {
  while (text->find(kHeadEnd) == text->npos) {
    if (!ReadUpTo(connection, text->size() + 1, text)) return false;
  }
  return true;
}

void WriteAll(int connection, std::string_view text) {
  while (!text.empty()) {
    const ssize_t sent = send(connection, text.data(), text.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;  // the peer went away: its loss
    text.remove_prefix(static_cast<size_t>(sent));
  }
}

// The text of "ID" in a lock info, as far as Terraform writes it.
std::string LockId(const std::string& info) {
  constexpr std::string_view kKey = "\"ID\":\"";
  const size_t at = info.find(kKey);
  if (at == info.npos) return "";
  const size_t begin = at + kKey.size();
  return info.substr(begin, info.find('"', begin) - begin);
}

}  // namespace

std::unique_ptr<HttpStateServer> HttpStateServer::Start(const HttpServerOptions& options) {
  return std::unique_ptr<HttpStateServer>(new HttpStateServer(options));
}

HttpStateServer::HttpStateServer(const HttpServerOptions& options) : options_(options) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (listener_ < 0 || bind(listener_, generic, size) != 0 || listen(listener_, 16) != 0 ||
      getsockname(listener_, generic, &size) != 0) {
    std::abort();
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { Serve(); });
}

HttpStateServer::~HttpStateServer() {
  shutdown(listener_, SHUT_RDWR);  // wakes accept
  thread_.join();
  close(listener_);
}

std::string HttpStateServer::url() const {
  return "http://127.0.0.1:" + std::to_string(port_) + "/state";
}

std::string HttpStateServer::BackendBlock() const {
  std::string block = "terraform {\n  backend \"http\" {\n    address = \"" + url() + "\"\n";
  if (options_.locking) {
    block += "    lock_address = \"" + url() + "\"\n    unlock_address = \"" + url() + "\"\n";
  }
  return block + "    retry_max = 0\n  }\n}\n";
}

std::optional<std::string> HttpStateServer::stored() const {
  const std::lock_guard guard(mutex_);
  return stored_;
}

void HttpStateServer::Put(std::optional<std::string> document) {
  const std::lock_guard guard(mutex_);
  stored_ = std::move(document);
}

std::vector<std::string> HttpStateServer::versions() const {
  const std::lock_guard guard(mutex_);
  return versions_;
}

std::optional<std::string> HttpStateServer::lock() const {
  const std::lock_guard guard(mutex_);
  return lock_;
}

void HttpStateServer::SetLock(std::optional<std::string> lock_info) {
  const std::lock_guard guard(mutex_);
  lock_ = std::move(lock_info);
}

void HttpStateServer::Serve() {
  while (true) {
    const int connection = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) return;
    Answer(connection);
    close(connection);
  }
}

// One request for each connection: there is one client at a time.
void HttpStateServer::Answer(int connection) {
  std::string text;
  if (!ReadHead(connection, &text)) return;
  const size_t head_size = text.find(kHeadEnd) + kHeadEnd.size();
  const std::string head = text.substr(0, head_size);
  if (!ReadUpTo(connection, head_size + ContentLength(head), &text)) return;
  Request request;
  const size_t space = head.find(' ');
  request.method = head.substr(0, space);
  request.target = head.substr(space + 1, head.find(' ', space + 1) - space - 1);
  request.body = text.substr(head_size);
  const Response response = Handle(request);
  WriteAll(connection, "HTTP/1.1 " + std::to_string(response.status) +
                           " -\r\nConnection: close\r\nContent-Length: " +
                           std::to_string(response.body.size()) + "\r\n\r\n" + response.body);
}

HttpStateServer::Response HttpStateServer::Handle(const Request& request) {
  const std::lock_guard guard(mutex_);
  if (request.method == "GET") return stored_ ? Response{200, *stored_} : Response{404, ""};
  if (request.method == "POST") return Write(request);
  if (request.method == "DELETE") {
    stored_.reset();
    return {};
  }
  if (!options_.locking) return {405, ""};
  if (request.method == "LOCK") return Lock(request);
  if (request.method == "UNLOCK") {
    lock_.reset();
    return {};
  }
  return {405, ""};
}

// Whoever holds the lock names it in the query.
HttpStateServer::Response HttpStateServer::Write(const Request& request) {
  if (lock_ && !request.target.ends_with("?ID=" + LockId(*lock_))) return {409, *lock_};
  stored_ = request.body;
  versions_.push_back(request.body);
  return {};
}

HttpStateServer::Response HttpStateServer::Lock(const Request& request) {
  if (lock_) return {423, *lock_};
  lock_ = request.body;
  return {};
}

}  // namespace tfsck::testing
