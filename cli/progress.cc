#include "cli/progress.h"

#include <fmt/format.h>

#include <string>

#include "cli/output.h"

namespace tfsck {

using std::chrono::steady_clock;

Progress::Progress(std::string_view verb, size_t total, bool wanted)
    : verb_(verb),
      total_(total),
      on_(wanted && total > 1 && ErrorIsTerminal()),
      begin_(steady_clock::now()),
      next_(begin_ + std::chrono::seconds(1)) {}

void Progress::Update(size_t done, uint64_t bytes) {
  const auto now = steady_clock::now();
  if (!on_ || now < next_) return;
  next_ = now + std::chrono::milliseconds(100);
  drawn_ = true;
  const double seconds = std::chrono::duration<double>(now - begin_).count();
  std::string line = fmt::format("{} {} of {}", verb_, done, total_);
  if (bytes != 0) line += fmt::format(", {:.0f} MB/s", static_cast<double>(bytes) / seconds / 1e6);
  if (done != 0) {
    const auto left = static_cast<double>(total_ - done);
    line += fmt::format(", {:.0f} s left", seconds / static_cast<double>(done) * left);
  }
  WriteError(fmt::format("\r{}\x1b[K", line));
}

void Progress::Done() {
  if (drawn_) WriteError("\r\x1b[K");
}

}  // namespace tfsck
