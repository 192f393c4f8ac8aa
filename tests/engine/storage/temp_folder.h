// A folder of its own for a test, and the tricks that tests of files need.
#ifndef TFSCK_TESTS_ENGINE_STORAGE_TEMP_FOLDER_H_
#define TFSCK_TESTS_ENGINE_STORAGE_TEMP_FOLDER_H_

#include <fcntl.h>
#include <grp.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <string_view>

namespace tfsck::testing {

class TempFolder {
 public:
  TempFolder() {
    std::string pattern = std::filesystem::temp_directory_path() / "tfsck-test-XXXXXX";
    path_ = mkdtemp(pattern.data());
    chmod(path_.c_str(), 0755);  // others may look in: see RunUnprivileged
  }
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  std::string operator/(std::string_view name) const { return path_ + "/" + std::string(name); }
  const std::string& path() const { return path_; }

  // Writes a file, with the folders above it, and returns its path.
  std::string Write(std::string_view name, std::string_view content) const {
    const std::string path = *this / name;
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }

 private:
  std::string path_;
};

// Makes a file look as if nobody had touched it for an hour.
inline void MakeOld(const std::string& path) {
  timespec now = {};
  clock_gettime(CLOCK_REALTIME, &now);
  const timespec times[2] = {{now.tv_sec - 3600, 0}, {now.tv_sec - 3600, 0}};
  ASSERT_EQ(utimensat(AT_FDCWD, path.c_str(), times, 0), 0);
}

// Runs `job` in another process and waits for it; whether it returned true.
inline bool RunElsewhere(const std::function<bool()>& job) {
  const pid_t child = fork();
  if (child == 0) _exit(job() ? 0 : 1);
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// The same as a user whom file permissions bind: root becomes nobody, anyone else is bound already.
inline bool RunUnprivileged(const std::function<bool()>& job) {
  return RunElsewhere([&job] {
    constexpr uid_t kNobody = 65534;
    if (geteuid() == 0 &&
        (setgroups(0, nullptr) != 0 || setgid(kNobody) != 0 || setuid(kNobody) != 0)) {
      return false;
    }
    return job();
  });
}

}  // namespace tfsck::testing

#endif  // TFSCK_TESTS_ENGINE_STORAGE_TEMP_FOLDER_H_
