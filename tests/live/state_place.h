// A state of the real Terraform that remembers every version it ever had.
#ifndef TFSCK_TESTS_LIVE_STATE_PLACE_H_
#define TFSCK_TESTS_LIVE_STATE_PLACE_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/history.h"
#include "tests/live/http_state_server.h"
#include "tests/live/terraform.h"

namespace tfsck::testing {

enum class PlaceKind { kLocal, kHttp, kHttpWithoutLocks };

// terraform_data resources by name: the value of `input`, an expression.
using Inputs = std::map<std::string, std::string>;

// One configuration and the state behind it.  Not thread-safe; each place has its own folder.
class StatePlace {
 public:
  explicit StatePlace(PlaceKind kind);

  // Writes the configuration and applies it.
  void Apply(const Inputs& inputs, const std::string& more = "");
  // Runs a command that has to succeed.
  void Run(const std::string& arguments);
  // Puts a document where the state is, behind Terraform's back; nothing deletes it.
  void Put(const std::optional<std::string>& document);
  void WriteFile(const std::string& name, const std::string& text);
  // Takes note of versions that somebody else wrote.
  void Collect();

  std::string Stored() const;  // "" where there is none
  const std::string& version(size_t i) const { return *versions_.at(i); }
  size_t size() const { return versions_.size(); }
  HttpStateServer& server() { return *server_; }

  // The history as a versioned bucket would tell it, one version every hour.
  History ReadHistory() const;
  // What went wrong with a command, "" where nothing did.
  const std::string& failure() const { return failure_; }

 private:
  std::unique_ptr<HttpStateServer> server_;  // null for a local state
  TerraformFolder folder_;
  std::vector<std::optional<std::string>> versions_;  // nothing: deleted
  size_t seen_ = 0;                                   // versions of the server
  std::string failure_;
};

std::string ConfigurationOf(const Inputs& inputs);

}  // namespace tfsck::testing

#endif  // TFSCK_TESTS_LIVE_STATE_PLACE_H_
