// One edit of a healthy state shows one rule and nothing else, whatever the state's shape.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "tests/analyzers/mutation_support.h"
#include "tests/support/check_support.h"

namespace tfsck {
namespace {

using test::Base;
using test::Bases;
using test::CheckText;
using test::DistinctRules;
using test::Edit;
using test::Lines;
using test::Mutation;
using test::Replace;

// Every base has these: terraform_data objects that nothing depends on but "tail" on the vault.
const std::string kProbe = "\"name\": \"probe\"";
const std::string kBuiltin = R"(provider[\"terraform.io/builtin/terraform\"])";
const std::string kAws = R"(provider[\"registry.terraform.io/hashicorp/aws\"])";

using Rewrite = std::function<std::string(const std::string&)>;

// Rewrites the text around `anchor` between the last `open` before and the first `close` behind it.
std::string RewriteBetween(const std::string& text, const std::string& anchor,
                           const std::string& open, const std::string& close,
                           const Rewrite& rewrite) {
  const size_t at = text.find(anchor);
  const size_t begin = text.rfind(open, at);
  const size_t end = text.find(close, at) + close.size();
  return text.substr(0, begin) + rewrite(text.substr(begin, end - begin)) + text.substr(end);
}

// The probe's block, and the one object in it.
Edit Block(Rewrite rewrite) {
  return [=](const std::string& text) {
    return RewriteBetween(text, kProbe, "    {\n", "\n    }", rewrite);
  };
}
Edit Object(Rewrite rewrite) {
  return Block([=](const std::string& block) {
    return RewriteBetween(block, "\"schema_version\"", "        {\n", "\n        }", rewrite);
  });
}
// Puts members in front of an object's.
std::string With(const std::string& members, const std::string& object) {
  return Replace("\"schema_version\"", members + ", \"schema_version\"")(object);
}
Edit AddToProbe(std::string members) {
  return Object([=](const std::string& object) { return With(members, object); });
}
// The probe with one object per set of members.
Edit Objects(std::vector<std::string> members) {
  return Object([=](const std::string& object) {
    std::string all;
    for (const std::string& one : members) {
      all += (all.empty() ? "" : ",") + (one.empty() ? object : With(one, object));
    }
    return all;
  });
}
Edit DependOn(const std::string& list) { return AddToProbe("\"dependencies\": [" + list + "]"); }

// A second block behind the probe's, named probf, with members of its own.
Edit Twin(std::string probe_members, std::string twin_members) {
  return Block([=](const std::string& block) {
    const std::string twin = Replace("\"probe\"", "\"probf\"")(block);
    return With(probe_members, block) + "," + With(twin_members, twin);
  });
}

std::string NewBlock(const std::string& head, const std::string& provider,
                     const std::string& objects) {
  return "{" + head + ", \"provider\": \"" + provider + "\", \"instances\": [" + objects + "]},\n";
}
std::string NewObject(const std::string& id, const std::string& members = "\"schema_version\": 0") {
  return "{" + members + R"(, "attributes": {"id": ")" + id + R"("}, "sensitive_attributes": []})";
}
std::string Gateway(const std::string& name, const std::string& provider,
                    const std::string& objects) {
  return NewBlock(R"("mode": "managed", "type": "aws_nat_gateway", "name": ")" + name + '"',
                  provider, objects);
}
std::string Data(const std::string& object_members) {
  return NewBlock(R"("mode": "data", "type": "terraform_remote_state", "name": "zz")", kBuiltin,
                  NewObject("x", object_members + "\"schema_version\": 0"));
}
// Blocks where they belong: behind the data, before the managed resources.
Edit Insert(std::string blocks) {
  return [=](const std::string& text) {
    const size_t at = text.rfind("    {\n", text.find("\"mode\": \"managed\""));
    return text.substr(0, at) + blocks + text.substr(at);
  };
}
// A block of a module behind all others.
Edit AppendInModules(std::vector<std::string> modules) {
  return [=](const std::string& text) {
    std::string blocks;
    for (const std::string& module : modules) {
      const std::string block =
          NewBlock(R"("module": ")" + module +
                       R"(", "mode": "managed", "type": "terraform_data", "name": "a")",
                   kBuiltin, NewObject("x"));
      blocks += ",\n" + block.substr(0, block.size() - 2);
    }
    const std::string close = "\n    }\n  ],";
    return Replace(close, "\n    }" + blocks + "\n  ],")(text);
  };
}
Edit SetProvider(std::string provider) { return Replace(kProbe, kBuiltin, std::move(provider)); }

// The base has a check result for the probe, which then has no resource.
const std::set<std::string> kGone = {"SCH038"};
const std::string kDeposed = R"("deposed": "0a0b0c0d")";

std::vector<Mutation> GraphMutations() {
  return {
      {"GRF001", DependOn(R"("terraform_data.vault[0]")"), {}, {}},
      {"GRF001", DependOn(R"("terraform_data.vault.id")"), {}, {}},
      {"GRF001", DependOn(R"("module.m")"), {}, {}},
      {"GRF001", DependOn(R"("local.x")"), {}, {}},
      {"GRF001", DependOn(R"("")"), {}, {}},
      {"GRF001", DependOn("5"), {}, {}},
      {"GRF002", DependOn(R"("terraform_data.zz")"), {}, {}},
      {"GRF002", DependOn(R"("module.none.data.x.y")"), {}, {}},
      {"GRF003", DependOn(R"("terraform_data.probe")"), {}, {}},
      {"GRF004",
       Twin(R"("dependencies": ["terraform_data.probf"])",
            R"("dependencies": ["terraform_data.probe"])"),
       {},
       {}},
      {"GRF005", DependOn(R"("terraform_data.vault", "terraform_data.vault")"), {}, {}},
      {"GRF005", DependOn(R"("resource.terraform_data.vault")"), {}, {}},
      {"GRF005",
       Twin(R"("dependencies": ["terraform_data.vault", "terraform_data.probf"])",
            R"("create_before_destroy": false)"),
       {},
       {}},
      {"GRF006",
       Twin(R"("dependencies": ["terraform_data.vault"])",
            R"("dependencies": ["terraform_data.probe"])"),
       {},
       {}},
      {"GRF008", AddToProbe(kDeposed), {}, {}},
      {"GRF009",
       Insert(Gateway(
           "n", kAws,
           NewObject("nat-1") + "," + NewObject("nat-1", kDeposed + R"(, "schema_version": 0)"))),
       {"GRF015"},
       {}},
      {"GRF011",
       Twin(R"("create_before_destroy": false)",
            R"("create_before_destroy": true, "dependencies": ["terraform_data.probe"])"),
       {},
       {}},
      {"GRF012", DependOn(R"("ephemeral.random_password.p")"), {}, {}},
      {"GRF013",
       [](const std::string& text) {
         const Edit version = test::SetValue("", "terraform_version", "\"0.12.20\"");
         return version(AddToProbe(R"("depends_on": ["terraform_data.vault"])")(text));
       },
       {"SCH014"},  // the base has fields that 0.12 did not know
       {}},
      {"GRF014", AddToProbe(R"("status": "tainted")"), {}, {}},
      {"GRF015", Objects({"", kDeposed}), {}, {}},
  };
}

std::vector<Mutation> IdentityMutations() {
  return {
      {"IDN001", Block(Replace("\"managed\"", "\"ephemeral\"")), {}, {}},
      {"IDN001", Block(Replace("\"managed\"", "null")), {}, {}},
      {"IDN002", Block(Replace("\"mode\"", R"("module": "module.", "mode")")), {}, {}},
      {"IDN003", AppendInModules({R"(module.z[ \"k\" ])"}), {}, {}},
      {"IDN004", Block(Replace("\"probe\"", "\"prob e\"")), kGone, {}},
      {"IDN005", Objects({"", ""}), {}, {}},
      {"IDN005", Objects({R"("index_key": 0)", R"("index_key": 0)"}), {}, {}},
      {"IDN006",
       Block([](const std::string& block) {
         return With(R"("index_key": "x")", block) + "," + With(R"("index_key": "y")", block);
       }),
       {},
       {}},
      {"IDN007", Objects({"", kDeposed, kDeposed}), {"GRF015"}, {}},
      {"IDN008", AddToProbe(R"("index_key": true)"), {}, {}},
      {"IDN008", AddToProbe(R"("index_key": [0])"), {}, {}},
      {"IDN009", Objects({R"("index_key": 0)", R"("index_key": 1.5)"}), {}, {}},
      {"IDN009", AddToProbe(R"("index_key": 0.5)"), {}, {}},
      {"IDN010", AddToProbe(R"("index_key": -1)"), {}, {}},
      {"IDN011", Objects({"", R"("index_key": 0)"}), {}, {}},
      {"IDN011", Objects({"", R"("index_key": "x")"}), {}, {}},
      {"IDN011", Objects({R"("index_key": 0)", R"("index_key": "x")"}), {}, {}},
      {"IDN012", Objects({R"("index_key": 0)", R"("index_key": 2)"}), {}, {}},
      {"IDN012", AddToProbe(R"("index_key": 1)"), {}, {}},
      {"IDN013", AddToProbe(R"("index_key": "a\r")"), {}, {}},
      {"IDN013", AddToProbe(R"("index_key": "a\u202eb")"), {}, {}},
      {"IDN013", AddToProbe(R"("index_key": "e\u0301")"), {}, {}},
      {"IDN014", AddToProbe(R"("index_key": "0")"), {}, {}},
      {"IDN014", Objects({R"("index_key": "0")", R"("index_key": "1")"}), {}, {}},
      {"IDN015", AppendInModules({"module.z", R"(module.z[\"k\"])"}), {}, {}},
      {"IDN015", AppendInModules({R"(module.z[\"k\"])", "module.z[0].module.y"}), {}, {}},
      {"IDN016", Block(Replace("\"probe\"", "\"zz\"")), kGone, {}},
      {"IDN016", Objects({R"("index_key": "y")", R"("index_key": "x")"}), {}, {}},
      {"IDN016", Objects({kDeposed, ""}), {"GRF015"}, {}},
      {"IDN017", Object([](const std::string&) { return std::string(); }), {}, {}},
      {"IDN018",
       Insert(Gateway("m", kAws, NewObject("nat-1")) + Gateway("n", kAws, NewObject("nat-1"))),
       {},
       {}},
      {"IDN019", Objects({"", R"("deposed": "0A0B0C0D")"}), {"GRF015"}, {}},
      {"IDN020", Insert(Data(kDeposed + ",")), {}, {}},
      {"IDN021", Objects({"", R"("deposed": "0a0b0c0")"}), {}, {}},
      {"IDN022", Insert(Data(R"("status": "tainted",)")), {}, {}},
  };
}

std::vector<Mutation> ProviderMutations() {
  const std::string object = NewObject("nat-1");
  const auto on_instance = [](const std::string& block) {
    const std::string provider = "\"provider\": \"" + kAws + "\"";
    return Gateway("n", kAws, "{" + provider + ", " + block.substr(1));
  };
  const std::string both = on_instance(object);
  const std::string instance_only =
      Replace(", \"provider\": \"" + kAws + "\", \"inst", ", \"inst")(both);
  return {
      {"PRV001", SetProvider("???"), {}, {}},
      {"PRV001", SetProvider(""), {}, {}},
      {"PRV001", SetProvider(R"(module.m[0].provider[\"registry.terraform.io/a/b\"])"), {}, {}},
      {"PRV001", Insert(instance_only), {"SCH014"}, {.tool = ToolFamily::kTerraform}},
      {"PRV002", Insert(instance_only), {}, {.tool = ToolFamily::kOpenTofu}},
      {"PRV003", Insert(both), {}, {.tool = ToolFamily::kOpenTofu}},
      {"PRV004",
       Insert(Gateway("n", R"(provider[\"registry.terraform.io/-/aws\"])", object)),
       {},
       {}},
      {"PRV005", Insert(Gateway("n", R"(provider[\"hashicorp/aws\"])", object)), {}, {}},
      {"PRV005",
       Insert(Gateway("n", R"(provider[\"registry.terraform.io/HashiCorp/AWS\"])", object)),
       {},
       {}},
      {"PRV006",
       Insert(Gateway("n", R"(provider[\"registry.terraform.io/hashicorp/google\"])", object)),
       {},
       {}},
      {"PRV007",
       Insert(Gateway("m", kAws, NewObject("nat-2")) +
              Gateway("n", R"(provider[\"registry.opentofu.org/hashicorp/aws\"])", object)),
       {},
       {}},
      {"PRV008", Insert(Gateway("n", "module.m." + kAws, object)), {}, {}},
      {"PRV012",
       Insert(Gateway("m", kAws, NewObject("nat-2")) +
              Gateway("n", kAws, NewObject("nat-1", "\"schema_version\": 1"))),
       {},
       {}},
      {"PRV015",
       Insert(NewBlock(R"("mode": "managed", "type": "template_dir", "name": "n")",
                       R"(provider[\"registry.terraform.io/hashicorp/template\"])", object)),
       {},
       {}},
  };
}

std::vector<Mutation> AllMutations() {
  std::vector<Mutation> all = GraphMutations();
  for (const auto& more : {IdentityMutations(), ProviderMutations()}) {
    all.insert(all.end(), more.begin(), more.end());
  }
  return all;
}

TEST(MutationsIdnGrfPrv, EachShowsItsRuleAndNothingElse) {
  ExpectEachShowsItsRuleAndNothingElse(AllMutations());
}

TEST(MutationsIdnGrfPrv, EveryRuleOfTheseFamiliesHasOne) {
  std::set<std::string> mutated;
  for (const Mutation& mutation : AllMutations()) mutated.insert(mutation.rule);
  for (const Rule& rule : AllRules()) {
    if (rule.id.starts_with("GRF") || rule.id.starts_with("IDN") || rule.id.starts_with("PRV")) {
      EXPECT_TRUE(mutated.contains(std::string(rule.id))) << rule.id;
    }
  }
}

}  // namespace
}  // namespace tfsck
