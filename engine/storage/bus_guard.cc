#include "engine/storage/bus_guard.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <mutex>

namespace tfsck {

// Entries are reused and never freed, so the handler may walk the list at any time.  `end` is set
// before `begin` and `begin` is cleared first: an entry whose begin was the same before and after
// its end was read holds a range that is alive.
struct GuardedRange {
  std::atomic<bool> taken{true};
  std::atomic<bool> torn{false};
  std::atomic<uintptr_t> begin{0};
  std::atomic<uintptr_t> end{0};
  GuardedRange* next = nullptr;
};

namespace {

static_assert(std::atomic<uintptr_t>::is_always_lock_free && std::atomic<bool>::is_always_lock_free,
              "a signal handler may only use lock-free atomics");

std::atomic<GuardedRange*> g_ranges{nullptr};
uintptr_t g_page_mask = 0;
struct sigaction g_previous_action = {};

// Maps NULs from the page of `address` to the end of its range; false where no guard covers it.
bool MendPages(uintptr_t address) {
  for (GuardedRange* range = g_ranges.load(); range != nullptr; range = range->next) {
    const uintptr_t begin = range->begin.load();
    const uintptr_t end = range->end.load();
    if (begin == 0 || address < begin || address >= end || range->begin.load() != begin) continue;
    const uintptr_t page = address & g_page_mask;
    range->torn.store(true);
    // The system call itself: libc's mmap is not promised to be safe in a handler, and race
    // detectors take it for a write, which readers of pages that cannot be read cannot see.
    return syscall(SYS_mmap, page, end - page, PROT_READ,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE, -1, 0) != -1;
  }
  return false;
}

void OnBusError(int signal, siginfo_t* info, void* /*context*/) {
  const int saved_errno = errno;
  const bool sent = info->si_code <= 0;  // by a process, so there is no address
  if (sent || !MendPages(reinterpret_cast<uintptr_t>(info->si_addr))) {
    // Not ours: the instruction runs again, fails again, and the former handler has its turn.
    sigaction(signal, &g_previous_action, nullptr);
    if (sent) raise(signal);
  }
  errno = saved_errno;
}

void InstallHandler() {
  g_page_mask = ~(static_cast<uintptr_t>(sysconf(_SC_PAGESIZE)) - 1);
  struct sigaction action = {};
  action.sa_sigaction = OnBusError;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  sigaction(SIGBUS, &action, &g_previous_action);
}

GuardedRange* TakeRange() {
  for (GuardedRange* range = g_ranges.load(); range != nullptr; range = range->next) {
    bool idle = false;
    if (range->taken.compare_exchange_strong(idle, true)) return range;
  }
  auto* range = new GuardedRange;
  range->next = g_ranges.load();
  while (!g_ranges.compare_exchange_weak(range->next, range)) {
  }
  return range;
}

}  // namespace

BusGuard::BusGuard(const void* begin, size_t size) {
  static std::once_flag installed;
  std::call_once(installed, InstallHandler);
  range_ = TakeRange();
  range_->torn.store(false);
  const auto first = reinterpret_cast<uintptr_t>(begin);
  range_->end.store(first + size);
  range_->begin.store(first);
}

BusGuard::~BusGuard() {
  range_->begin.store(0);
  range_->end.store(0);
  range_->taken.store(false);
}

bool BusGuard::torn() const { return range_->torn.load(); }

}  // namespace tfsck
