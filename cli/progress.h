// A line of progress on standard error, only where that is a terminal: how much is done, how fast,
// and how long it will still take.
#ifndef TFSCK_CLI_PROGRESS_H_
#define TFSCK_CLI_PROGRESS_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tfsck {

class Progress {
 public:
  Progress(std::string_view verb, size_t total, bool wanted);
  // Draws at most ten times a second, and nothing in the first second.
  // `bytes` done so far, where the speed is to be shown.
  void Update(size_t done, uint64_t bytes = 0);
  void Done();

 private:
  std::string_view verb_;
  size_t total_;
  bool on_;
  bool drawn_ = false;
  const std::chrono::steady_clock::time_point begin_;
  std::chrono::steady_clock::time_point next_;
};

}  // namespace tfsck

#endif  // TFSCK_CLI_PROGRESS_H_
