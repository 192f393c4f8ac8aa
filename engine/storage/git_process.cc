#include "engine/storage/git_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

extern char** environ;  // NOLINT(readability-redundant-declaration)

namespace tfsck {
namespace {

constexpr size_t kMostMessages = size_t{64} << 10;
constexpr size_t kMostOutput = size_t{16} << 20;
constexpr size_t kPiece = size_t{256} << 10;

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

// Passes on what comes until both pipes end; false where `take` has enough.
bool Drain(GitPipe* output, GitPipe* messages, std::string* said,
           const std::function<bool(std::string_view)>& take) {
  std::string piece(kPiece, '\0');
  while (output->get() >= 0 || messages->get() >= 0) {
    std::array<pollfd, 2> wait = {{{output->get(), POLLIN, 0}, {messages->get(), POLLIN, 0}}};
    if (poll(wait.data(), wait.size(), -1) < 0 && errno != EINTR) return false;
    if (wait[0].revents != 0) {
      const size_t size = ReadFromGit(output->get(), piece.data(), piece.size());
      if (size == 0) output->Close();
      if (size > 0 && !take({piece.data(), size})) return false;
    }
    if (wait[1].revents != 0) {
      const size_t size = ReadFromGit(messages->get(), piece.data(), piece.size());
      if (size == 0) messages->Close();
      said->append(piece, 0, std::min(size, kMostMessages - said->size()));
    }
  }
  return true;
}

}  // namespace

void GitPipe::Reset(int number) {
  Close();
  number_ = number;
}

void GitPipe::Close() {
  if (number_ >= 0) close(number_);
  number_ = -1;
}

bool GitPipePair::Open() {
  std::array<int, 2> ends = {};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return false;
  read_end.Reset(ends[0]);
  write_end.Reset(ends[1]);
  return true;
}

tl::unexpected<Error> CannotRunGit(int error_number) {
  if (error_number == ENOENT) {
    return MakeError(ErrorKind::kUnreadable,
                     "cannot read git repositories: there is no git on PATH; install the package "
                     "git");
  }
  return MakeError(
      ErrorKind::kUnreadable,
      fmt::format("cannot run git: {}", std::generic_category().message(error_number)));
}

Result<pid_t> StartGit(const std::string& repository, const std::vector<std::string>& arguments,
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
  if (failure != 0) return CannotRunGit(failure);
  return child;
}

int AwaitGit(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

size_t ReadFromGit(int file, char* to, size_t room) {
  while (true) {
    const ssize_t count = read(file, to, room);
    if (count >= 0) return static_cast<size_t>(count);
    if (errno != EINTR) return 0;
  }
}

Result<GitAnswer> RunGit(const std::string& repository, const std::vector<std::string>& arguments,
                         const std::function<bool(std::string_view)>& take) {
  GitPipePair output;
  GitPipePair messages;
  if (!output.Open() || !messages.Open()) return CannotRunGit(errno);
  const auto child =
      StartGit(repository, arguments, -1, output.write_end.get(), messages.write_end.get());
  if (!child) return tl::unexpected(child.error());
  output.write_end.Close();
  messages.write_end.Close();
  GitAnswer answer;
  if (!Drain(&output.read_end, &messages.read_end, &answer.messages, take)) kill(*child, SIGKILL);
  answer.exit_status = AwaitGit(*child);
  return answer;
}

Result<GitAnswer> RunGit(const std::string& repository, const std::vector<std::string>& arguments,
                         std::string* output) {
  return RunGit(repository, arguments, [output](std::string_view piece) {
    output->append(piece.substr(0, kMostOutput - output->size()));
    return output->size() < kMostOutput;
  });
}

}  // namespace tfsck
