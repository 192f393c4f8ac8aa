// Descriptor: owns an open file descriptor and closes it.
#ifndef TFSCK_ENGINE_STORAGE_DESCRIPTOR_H_
#define TFSCK_ENGINE_STORAGE_DESCRIPTOR_H_

#include <unistd.h>

namespace tfsck {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (valid()) close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  bool valid() const { return number_ >= 0; }
  int get() const { return number_; }

 private:
  int number_;
};

}  // namespace tfsck

#endif  // TFSCK_ENGINE_STORAGE_DESCRIPTOR_H_
