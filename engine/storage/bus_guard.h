// BusGuard: keeps a mapped file that shrinks under its readers from killing the process.
//
// When another process cuts a mapped file short (Terraform truncates a live state before it writes
// it anew), touching a page behind the new end raises SIGBUS.  A handler, installed once per
// process with the first guard, then maps pages of NULs over the rest of the guarded range and
// marks the guard torn, so that the reader runs on over NULs and whoever asked for the bytes finds
// out afterwards.  The alternatives were worse: checking the size before each access cannot be
// made free of races, and copying every file costs more than all the rest of reading it.
//
// A SIGBUS elsewhere goes to the handler that was there before.  Guards may be made and destroyed,
// and guarded memory read, by any number of threads; the handler takes no lock.
#ifndef TFSCK_ENGINE_STORAGE_BUS_GUARD_H_
#define TFSCK_ENGINE_STORAGE_BUS_GUARD_H_

#include <cstddef>

namespace tfsck {

struct GuardedRange;  // one entry of the table that the handler reads

class BusGuard {
 public:
  // Guards whole pages: `begin` is the first byte of one.  Nothing but this guard may map over
  // them until it is destroyed, which comes before they are unmapped.
  BusGuard(const void* begin, size_t size);
  ~BusGuard();
  BusGuard(const BusGuard&) = delete;
  BusGuard& operator=(const BusGuard&) = delete;

  // Whether some page could not be read (cut off, or the disk failed) and reads as NULs now.
  bool torn() const;

 private:
  GuardedRange* range_;
};

}  // namespace tfsck

#endif  // TFSCK_ENGINE_STORAGE_BUS_GUARD_H_
