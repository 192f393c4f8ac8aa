#include "tests/live/terraform.h"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

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
  std::ofstream file(path_ + "/terraform.tfstate", std::ios::binary);
  file << document;
}

TerraformAnswer TerraformFolder::StateList() { return Run("list"); }

TerraformAnswer TerraformFolder::StatePull() { return Run("pull"); }

TerraformAnswer TerraformFolder::Run(const char* command) {
  const std::string line = "cd '" + path_ + "' && " + kEnvironment + "exec " + TFSCK_TERRAFORM +
                           " state " + command + " 2>/dev/null";
  TerraformAnswer answer;
  FILE* pipe = popen(line.c_str(), "r");
  if (pipe == nullptr) std::abort();
  std::array<char, 65536> block;
  while (const size_t size = fread(block.data(), 1, block.size(), pipe)) {
    answer.output.append(block.data(), size);
  }
  answer.verdict = VerdictOf(pclose(pipe));
  return answer;
}

}  // namespace tfsck::testing
