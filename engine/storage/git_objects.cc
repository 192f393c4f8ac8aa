#include "engine/storage/git_objects.h"

#include <fmt/format.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <system_error>
#include <utility>

#include "engine/base/printable.h"
#include "engine/storage/file_error.h"
#include "engine/storage/git_process.h"

namespace tfsck {

// A socket takes the requests, because writing to a pipe that git has left raises SIGPIPE.
struct GitObjects::Child {
  pid_t process = 0;
  GitPipe requests;
  GitPipePair answers;
  std::string ahead;  // read, but not yet taken

  ~Child() {
    requests.Close();
    answers.read_end.Close();
    if (process > 0) AwaitGit(process);
  }

  bool Send(std::string_view text) {
    while (!text.empty()) {
      const ssize_t count = send(requests.get(), text.data(), text.size(), MSG_NOSIGNAL);
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) return false;
      text.remove_prefix(static_cast<size_t>(count));
    }
    return true;
  }

  // The answer's first line, without its end.
  bool TakeLine(std::string* line) {
    constexpr size_t kMostLine = 4096;
    while (true) {
      const size_t end = ahead.find('\n');
      if (end != ahead.npos) {
        line->assign(ahead, 0, end);
        ahead.erase(0, end + 1);
        return true;
      }
      std::array<char, kMostLine> piece;
      const size_t size = ReadFromGit(answers.read_end.get(), piece.data(), piece.size());
      if (size == 0 || ahead.size() > kMostLine) return false;
      ahead.append(piece.data(), size);
    }
  }

  bool TakeBytes(size_t wanted, BufferBuilder* out) {
    const size_t known = std::min(wanted, ahead.size());
    char* to = out->Reserve(wanted);
    if (to == nullptr) return false;
    std::copy_n(ahead.data(), known, to);
    ahead.erase(0, known);
    out->Commit(known);
    while (out->size() < wanted) {
      to = out->Reserve(wanted - out->size());
      const size_t size = ReadFromGit(answers.read_end.get(), to, wanted - out->size());
      if (size == 0) return false;
      out->Commit(size);
    }
    return true;
  }
};

GitObjects::GitObjects(std::string repository) : repository_(std::move(repository)) {}
GitObjects::~GitObjects() = default;

Result<void> GitObjects::Start() {
  auto child = std::make_unique<Child>();
  std::array<int, 2> ends = {};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
    return CannotRunGit(errno);
  child->requests.Reset(ends[0]);
  const GitPipe input(ends[1]);
  if (!child->answers.Open()) return CannotRunGit(errno);
  const auto process = StartGit(repository_, {"cat-file", "--batch"}, input.get(),
                                child->answers.write_end.get(), -1);
  if (!process) return tl::unexpected(process.error());
  child->process = *process;
  child->answers.write_end.Close();
  child_ = std::move(child);
  return {};
}

Result<Buffer> GitObjects::Read(const std::string& object_id, const std::string& name,
                                uint64_t max_bytes) {
  if (child_ == nullptr) {
    if (auto started = Start(); !started) return tl::unexpected(std::move(started.error()));
  }
  if (!child_->Send(object_id + "\n")) {
    child_.reset();
    return CannotRead(name, "git cat-file ended");
  }
  auto blob = Receive(name, max_bytes);
  if (!blob) child_.reset();  // what it still had to say is of no use to the next reader
  return blob;
}

Result<Buffer> GitObjects::Receive(const std::string& name, uint64_t max_bytes) {
  std::string line;
  if (!child_->TakeLine(&line)) return CannotRead(name, "git cat-file ended");
  const size_t kind_at = line.find(' ') + 1;
  if (line.ends_with(" missing")) {
    return CannotRead(name, "its bytes are not in the repository, which may be a partial clone");
  }
  constexpr std::string_view kBlob = "blob ";
  if (line.compare(kind_at, kBlob.size(), kBlob) != 0) {
    return CannotRead(name, fmt::format("git says of it: {}", Printable(line)));
  }
  uint64_t size = 0;
  const char* digits = line.data() + kind_at + kBlob.size();
  if (std::from_chars(digits, line.data() + line.size(), size).ec != std::errc()) {
    return CannotRead(name, "git gives no size for it");
  }
  if (size > max_bytes) {
    return CannotRead(name, fmt::format("it is larger than the limit of {} bytes", max_bytes));
  }
  BufferBuilder bytes;
  BufferBuilder line_end;
  if (!child_->TakeBytes(size, &bytes) || !child_->TakeBytes(1, &line_end)) {
    return CannotRead(name, "git cat-file gave fewer bytes than it announced");
  }
  return bytes.Finish();
}

}  // namespace tfsck
