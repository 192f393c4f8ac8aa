#include "cli/progress.h"

#include <fmt/format.h>

#include "cli/output.h"

namespace tfsck {

using std::chrono::steady_clock;

Progress::Progress(std::string_view verb, size_t total, bool wanted)
    : verb_(verb),
      total_(total),
      on_(wanted && total > 1 && ErrorIsTerminal()),
      next_(steady_clock::now() + std::chrono::seconds(1)) {}

void Progress::Update(size_t done) {
  if (!on_ || steady_clock::now() < next_) return;
  next_ = steady_clock::now() + std::chrono::milliseconds(100);
  drawn_ = true;
  WriteError(fmt::format("\r{} {} of {}", verb_, done, total_));
}

void Progress::Done() {
  if (drawn_) WriteError("\r\x1b[K");
}

}  // namespace tfsck
