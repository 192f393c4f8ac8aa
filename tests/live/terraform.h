// The real Terraform, asked about one document at a time.
#ifndef TFSCK_TESTS_LIVE_TERRAFORM_H_
#define TFSCK_TESTS_LIVE_TERRAFORM_H_

#include <string>

namespace tfsck::testing {

enum class Verdict { kReads, kRefuses, kPanics };

struct TerraformAnswer {
  Verdict verdict = Verdict::kRefuses;
  std::string output;  // what it printed on standard output
};

// A folder of its own with a state in it; about 50 ms for each question.  Not thread-safe; any
// number of folders may be asked at the same time.
class TerraformFolder {
 public:
  TerraformFolder();
  ~TerraformFolder();
  TerraformFolder(const TerraformFolder&) = delete;
  TerraformFolder& operator=(const TerraformFolder&) = delete;

  // The document that the questions are about.
  void SetState(const std::string& document);

  TerraformAnswer StateList();
  TerraformAnswer StatePull();

 private:
  TerraformAnswer Run(const char* command);

  std::string path_;
};

}  // namespace tfsck::testing

#endif  // TFSCK_TESTS_LIVE_TERRAFORM_H_
