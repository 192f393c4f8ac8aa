// The real Terraform, asked about one document at a time.
#ifndef TFSCK_TESTS_LIVE_TERRAFORM_H_
#define TFSCK_TESTS_LIVE_TERRAFORM_H_

#include <optional>
#include <string>

namespace tfsck::testing {

enum class Verdict { kReads, kRefuses, kPanics };

struct TerraformAnswer {
  Verdict verdict = Verdict::kRefuses;
  std::string output;  // what it printed on standard output
};

// How any other command ended.
struct CommandAnswer {
  int exit_status = -1;  // 128 and more where a signal ended it
  std::string output;    // standard output
  std::string errors;    // standard error
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

  // Runs `terraform ARGUMENTS` in the folder; the shell splits the arguments.
  CommandAnswer Command(const std::string& arguments);

  // Files of the folder, by name; no text removes the file.
  void WriteFile(const std::string& name, const std::optional<std::string>& text);
  std::optional<std::string> ReadFile(const std::string& name) const;

 private:
  TerraformAnswer Run(const char* command);
  int RunShell(const std::string& arguments, std::string* output) const;

  std::string path_;
};

}  // namespace tfsck::testing

#endif  // TFSCK_TESTS_LIVE_TERRAFORM_H_
