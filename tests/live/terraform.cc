#include "tests/live/terraform.h"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace tfsck::testing {
namespace {

// One thread and no garbage collection: half of what such a short process costs.
constexpr const char* kEnvironment =
    "CHECKPOINT_DISABLE=1 TF_CLI_CONFIG_FILE=/dev/null GOMAXPROCS=1 GOGC=off TF_LOG= ";

Verdict VerdictOf(int wait_status) {
  if (!WIFEXITED(wait_status)) return Verdict::kPanics;
  const int status = WEXITSTATUS(wait_status);
  return status == 0 ? Verdict::kReads : status == 1 ? Verdict::kRefuses : Verdict::kPanics;
}

}  // namespace

TerraformFolder::TerraformFolder() {
  path_ = (std::filesystem::temp_directory_path() / "tfsck-live-XXXXXX").string();
  if (mkdtemp(path_.data()) == nullptr) std::abort();
}

TerraformFolder::~TerraformFolder() {
  std::error_code ignored;  // a folder that stays behind is no failure
  std::filesystem::remove_all(path_, ignored);
}

void TerraformFolder::SetState(const std::string& document) {
  WriteFile("terraform.tfstate", document);
}

void TerraformFolder::WriteFile(const std::string& name, const std::optional<std::string>& text) {
  const std::string path = path_ + "/" + name;
  if (!text) {
    std::filesystem::remove(path);
    return;
  }
  std::ofstream(path, std::ios::binary) << *text;
}

std::optional<std::string> TerraformFolder::ReadFile(const std::string& name) const {
  std::ifstream file(path_ + "/" + name, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

TerraformAnswer TerraformFolder::StateList() { return Run("list"); }

TerraformAnswer TerraformFolder::StatePull() { return Run("pull"); }

TerraformAnswer TerraformFolder::Run(const char* command) {
  TerraformAnswer answer;
  const int status = RunShell("state " + std::string(command) + " 2>/dev/null", &answer.output);
  answer.verdict = VerdictOf(status);
  return answer;
}

CommandAnswer TerraformFolder::Command(const std::string& arguments) {
  CommandAnswer answer;
  const int status = RunShell(arguments + " 2>errors", &answer.output);
  answer.exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  answer.errors = ReadFile("errors").value_or("");
  return answer;
}

// The status as `wait` gives it.
int TerraformFolder::RunShell(const std::string& arguments, std::string* output) const {
  const std::string line =
      "cd '" + path_ + "' && " + kEnvironment + "exec " + TFSCK_TERRAFORM + " " + arguments;
  FILE* pipe = popen(line.c_str(), "r");
  if (pipe == nullptr) std::abort();
  std::array<char, 65536> block;
  while (const size_t size = fread(block.data(), 1, block.size(), pipe)) {
    output->append(block.data(), size);
  }
  return pclose(pipe);
}

}  // namespace tfsck::testing
