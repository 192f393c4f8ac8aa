// What HCL and Terraform have to say against a text: the first diagnostic, and how many there are.
//
// Only the first is kept, so hostile text cannot make the list grow without bound.
#ifndef TFSCK_ENGINE_HCL_PROBLEMS_H_
#define TFSCK_ENGINE_HCL_PROBLEMS_H_

#include <cstddef>
#include <string>
#include <utility>

namespace tfsck {

// Why Terraform refuses an address, in its own words.
struct AddressError {
  std::string summary;   // of the first diagnostic
  std::string detail;    // of the first diagnostic; may be empty
  size_t count = 1;      // diagnostics in all
  bool crashes = false;  // Terraform 1.11.4 does not refuse but panics; the texts are ours then
};

// A list of diagnostics of which only the first is kept.  Value type, no shared state.
class HclProblems {
 public:
  bool empty() const { return count_ == 0; }
  size_t count() const { return count_; }

  // Adds one diagnostic; `detail` is copied only for the first.
  void Add(const char* summary, std::string detail) {
    if (count_++ != 0) return;
    summary_ = summary;
    detail_ = std::move(detail);
  }

  // Adds all of `later` behind these.
  void Append(HclProblems later) {
    if (count_ == 0) {
      summary_ = std::move(later.summary_);
      detail_ = std::move(later.detail_);
    }
    count_ += later.count_;
  }

  // The first diagnostic; there must be one.
  AddressError ToError() const { return {summary_, detail_, count_, false}; }

 private:
  size_t count_ = 0;
  std::string summary_;
  std::string detail_;
};

}  // namespace tfsck

#endif  // TFSCK_ENGINE_HCL_PROBLEMS_H_
