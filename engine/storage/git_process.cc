#include "engine/storage/git_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <system_error>
#include <utility>

#include "engine/base/printable.h"
#include "engine/storage/file_error.h"

extern char** environ;  // NOLINT(readability-redundant-declaration)

namespace tfsck {
namespace {

constexpr size_t kMostMessages = size_t{64} << 10;
constexpr size_t kMostOutput = size_t{16} << 20;
constexpr size_t kPiece = size_t{256} << 10;

// A descriptor that can be given away and closed early.
class Pipe {
 public:
  explicit Pipe(int number = -1) : number_(number) {}
  ~Pipe() { Close(); }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  int get() const { return number_; }
  void Reset(int number) {
    Close();
    number_ = number;
  }
  void Close() {
    if (number_ >= 0) close(number_);
    number_ = -1;
  }

 private:
  int number_;
};

struct PipePair {
  Pipe read_end;
  Pipe write_end;

  bool Open() {
    std::array<int, 2> ends = {};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return false;
    read_end.Reset(ends[0]);
    write_end.Reset(ends[1]);
    return true;
  }
};

bool IsPassedOn(std::string_view variable) {
  if (!variable.starts_with("GIT_")) return !variable.starts_with("LC_ALL=");
  return variable.starts_with("GIT_CONFIG") || variable.starts_with("GIT_EXEC_PATH=") ||
         variable.starts_with("GIT_CEILING_DIRECTORIES=") ||
         variable.starts_with("GIT_DISCOVERY_ACROSS_FILESYSTEM=");
}

std::vector<std::string> Environment() {
  std::vector<std::string> variables;
  for (char** at = environ; *at != nullptr; ++at) {
    if (IsPassedOn(*at)) variables.emplace_back(*at);
  }
  for (const char* own : {"GIT_OPTIONAL_LOCKS=0", "GIT_PAGER=cat", "GIT_TERMINAL_PROMPT=0",
                          "GIT_ALLOW_PROTOCOL=none", "GIT_NO_LAZY_FETCH=1", "LC_ALL=C"}) {
    variables.emplace_back(own);
  }
  return variables;
}

std::vector<std::string> CommandLine(const std::string& repository,
                                     const std::vector<std::string>& arguments) {
  std::vector<std::string> line = {"git", "-C", repository, "--no-pager"};
  for (const char* setting :
       {"core.fsmonitor=false", "core.hooksPath=/dev/null", "log.showSignature=false",
        "log.follow=false", "diff.ignoreSubmodules=all", "log.mailmap=false"}) {
    line.emplace_back("-c");
    line.emplace_back(setting);
  }
  line.insert(line.end(), arguments.begin(), arguments.end());
  return line;
}

std::vector<char*> Pointers(std::vector<std::string>* texts) {
  std::vector<char*> pointers;
  for (std::string& text : *texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

tl::unexpected<Error> CannotRun(int error_number) {
  if (error_number == ENOENT) {
    return MakeError(ErrorKind::kUnreadable,
                     "cannot read git repositories: there is no git on PATH; install the package "
                     "git");
  }
  return MakeError(
      ErrorKind::kUnreadable,
      fmt::format("cannot run git: {}", std::generic_category().message(error_number)));
}

// Starts git with the three descriptors given; they stay open here.
Result<pid_t> Spawn(const std::string& repository, const std::vector<std::string>& arguments,
                    int input, int output, int messages) {
  std::vector<std::string> line = CommandLine(repository, arguments);
  std::vector<std::string> variables = Environment();
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  if (input < 0) {
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  } else {
    posix_spawn_file_actions_adddup2(&actions, input, 0);
  }
  posix_spawn_file_actions_adddup2(&actions, output, 1);
  if (messages < 0) {
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
  } else {
    posix_spawn_file_actions_adddup2(&actions, messages, 2);
  }
  pid_t child = 0;
  const int failure = posix_spawnp(&child, "git", &actions, nullptr, Pointers(&line).data(),
                                   Pointers(&variables).data());
  posix_spawn_file_actions_destroy(&actions);
  if (failure != 0) return CannotRun(failure);
  return child;
}

int Await(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

// Up to `room` bytes; 0 at the end, and where reading fails.
size_t ReadSome(int file, char* to, size_t room) {
  while (true) {
    const ssize_t count = read(file, to, room);
    if (count >= 0) return static_cast<size_t>(count);
    if (errno != EINTR) return 0;
  }
}

// Passes on what comes until both pipes end; false where `take` has enough.
bool Drain(Pipe* output, Pipe* messages, std::string* said,
           const std::function<bool(std::string_view)>& take) {
  std::string piece(kPiece, '\0');
  while (output->get() >= 0 || messages->get() >= 0) {
    std::array<pollfd, 2> wait = {{{output->get(), POLLIN, 0}, {messages->get(), POLLIN, 0}}};
    if (poll(wait.data(), wait.size(), -1) < 0 && errno != EINTR) return false;
    if (wait[0].revents != 0) {
      const size_t size = ReadSome(output->get(), piece.data(), piece.size());
      if (size == 0) output->Close();
      if (size > 0 && !take({piece.data(), size})) return false;
    }
    if (wait[1].revents != 0) {
      const size_t size = ReadSome(messages->get(), piece.data(), piece.size());
      if (size == 0) messages->Close();
      said->append(piece, 0, std::min(size, kMostMessages - said->size()));
    }
  }
  return true;
}

}  // namespace

Result<GitAnswer> RunGit(const std::string& repository, const std::vector<std::string>& arguments,
                         const std::function<bool(std::string_view)>& take) {
  PipePair output;
  PipePair messages;
  if (!output.Open() || !messages.Open()) return CannotRun(errno);
  const auto child =
      Spawn(repository, arguments, -1, output.write_end.get(), messages.write_end.get());
  if (!child) return tl::unexpected(child.error());
  output.write_end.Close();
  messages.write_end.Close();
  GitAnswer answer;
  if (!Drain(&output.read_end, &messages.read_end, &answer.messages, take)) kill(*child, SIGKILL);
  answer.exit_status = Await(*child);
  return answer;
}

Result<GitAnswer> RunGit(const std::string& repository, const std::vector<std::string>& arguments,
                         std::string* output) {
  return RunGit(repository, arguments, [output](std::string_view piece) {
    output->append(piece.substr(0, kMostOutput - output->size()));
    return output->size() < kMostOutput;
  });
}

// A socket takes the requests, because writing to a pipe that git has left raises SIGPIPE.
struct GitObjects::Child {
  pid_t process = 0;
  Pipe requests;
  PipePair answers;
  std::string ahead;  // read, but not yet taken

  ~Child() {
    requests.Close();
    answers.read_end.Close();
    if (process > 0) Await(process);
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
      const size_t size = ReadSome(answers.read_end.get(), piece.data(), piece.size());
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
      const size_t size = ReadSome(answers.read_end.get(), to, wanted - out->size());
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
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) return CannotRun(errno);
  child->requests.Reset(ends[0]);
  const Pipe input(ends[1]);
  if (!child->answers.Open()) return CannotRun(errno);
  const auto process =
      Spawn(repository_, {"cat-file", "--batch"}, input.get(), child->answers.write_end.get(), -1);
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
