// A line of progress on standard error, only where that is a terminal.
#ifndef TFSCK_CLI_PROGRESS_H_
#define TFSCK_CLI_PROGRESS_H_

#include <chrono>
#include <cstddef>
#include <string_view>

namespace tfsck {

class Progress {
 public:
  Progress(std::string_view verb, size_t total, bool wanted);
  // Draws at most ten times a second, and nothing in the first second.
  void Update(size_t done);
  void Done();

 private:
  std::string_view verb_;
  size_t total_;
  bool on_;
  bool drawn_ = false;
  std::chrono::steady_clock::time_point next_;
};

}  // namespace tfsck

#endif  // TFSCK_CLI_PROGRESS_H_
