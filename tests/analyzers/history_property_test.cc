// Random histories with anomalies of known place: every one is found, and nothing else.
//
// The generator applies, as Terraform would, and injects; what an anomaly cannot help showing
// beside itself (a restored version brings old ids back) is said by an oracle that looks at the
// states as they were made, not as they were read.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/memory_store.h"

namespace tfsck {
namespace {

using test::MemoryStore;
using test::TestObject;
using test::TestState;

constexpr int64_t kBurstGap = 60;

enum class Form { kState, kCut, kHtml, kEnvelope, kMarker, kAbsent };

struct Made {
  TestState state;
  Form form = Form::kState;
  int64_t time = 0;
  bool other_format = false;

  bool Readable() const { return form == Form::kState; }
  bool HasSerial() const {
    return form == Form::kState || form == Form::kEnvelope ||
           (form == Form::kCut && !state.lineage.empty());
  }
  std::string Body() const {
    TestState body = state;
    body.serial = 0;
    body.lineage = body.tool = "";
    return test::Write(body);
  }
  std::string Text() const {
    switch (form) {
      case Form::kState:
        return test::Write(state) + (other_format ? "\n" : "");
      case Form::kCut:
        return test::Write(state).substr(0, 100);
      case Form::kHtml:
        return "<html>";
      case Form::kEnvelope:
        return fmt::format(R"({{"serial":{},"lineage":"{}","meta":{{}},"encrypted_data":"AA==",)"
                           R"("encryption_version":"v0"}})",
                           state.serial, state.lineage);
      default:
        return "";
    }
  }
};

using Truth = std::set<std::pair<std::string, std::string>>;  // rule, version

std::string NameOf(size_t row) { return fmt::format("v{:03}", row); }

class Generator {
 public:
  explicit Generator(uint64_t seed) : random_(seed) {
    state_.lineage = NewText("lineage");
    state_.serial = Below(3) == 0 ? Below(1000) : 1;
    for (uint64_t i = 0; i < 6; ++i) Add();
    Emit();
  }

  void Apply() {
    const uint64_t writes = Below(5) == 0 ? 2 + Below(3) : 1;
    for (uint64_t i = 0; i < writes; ++i) {
      const uint64_t operations = 1 + (writes == 1 ? Below(3) : 0);
      for (uint64_t j = 0; j < operations; ++j) Operate();
      Change();  // so that no content ever comes back by chance
      ++state_.serial;
      Emit(i == 0 ? 3600 + static_cast<int64_t>(Below(86400)) : 20);
    }
  }

  // One anomaly; false where this history has no place for it now.
  bool Inject(uint64_t which) {
    if (!LastIsCurrent()) Apply();
    using Injection = bool (Generator::*)();
    static constexpr Injection kAll[] = {
        &Generator::Fork,        &Generator::Restore,     &Generator::NewLineage,
        &Generator::LoseLineage, &Generator::EmptyByPush, &Generator::Destroy,
        &Generator::Downgrade,   &Generator::LowerSchema, &Generator::ChangeProvider,
        &Generator::Drop,        &Generator::Flap,        &Generator::ReverseTime,
        &Generator::Duplicate,   &Generator::Noop,        &Generator::Reformat,
        &Generator::Skip,        &Generator::DamageOne,   &Generator::Encrypt,
        &Generator::LeaveOut,    &Generator::Collapse,    &Generator::Recreate,
        &Generator::Reimport,
    };
    return (this->*kAll[which % std::size(kAll)])();
  }

  void End(uint64_t which) {
    if (which % 6 == 0) {
      Emit(3600, Form::kMarker);
    } else if (which % 6 == 1) {
      ++state_.serial;
      Emit(3600, Below(2) == 0 ? Form::kCut : Form::kHtml);
    }
  }

  const std::vector<Made>& made() const { return made_; }
  const Truth& injected() const { return injected_; }
  uint64_t Below(uint64_t limit) { return random_() % limit; }

 private:
  std::string NewText(std::string_view what) { return fmt::format("{}{}", what, ++counter_); }

  void Emit(int64_t seconds = 7200, Form form = Form::kState) {
    now_ += seconds;
    made_.push_back({state_, form, now_});
  }

  void Expect(std::string rule) { injected_.insert({std::move(rule), NameOf(made_.size() - 1)}); }

  bool LastIsCurrent() const {
    return made_.back().Readable() && made_.back().Body() == Made{state_}.Body();
  }

  TestObject& Any() { return state_.objects[Below(state_.objects.size())]; }

  void Add() {
    TestObject object = {"t." + NewText("o"), NewText("id"), NewText("value")};
    for (uint64_t i = 0; i < Below(3) && !state_.objects.empty(); ++i) {
      object.dependencies.push_back(Any().address);
    }
    object.schema_version = 3;
    state_.objects.push_back(std::move(object));
  }

  void Change() {
    if (state_.objects.empty()) Add();
    Any().value = NewText("value");
  }

  void ForgetDependency(const std::string& address) {
    for (TestObject& object : state_.objects) std::erase(object.dependencies, address);
  }

  void Remove(size_t row) {
    const std::string address = state_.objects[row].address;
    state_.objects.erase(state_.objects.begin() + static_cast<ptrdiff_t>(row));
    ForgetDependency(address);
  }

  // One of the things an apply, a `state mv` or an import does.
  void Operate() {
    if (state_.objects.size() < 4) return Add();
    switch (Below(5)) {
      case 0:
        return Add();
      case 1:
        return Remove(Below(state_.objects.size()));
      case 2:
        Any().id = NewText("id");
        return;
      case 3: {
        TestObject& object = Any();
        const std::string former = object.address;
        object.address = (Below(2) == 0 ? "module.m.t." : "t.") + NewText("o");
        return ForgetDependency(former);
      }
      default:
        return Change();
    }
  }

  uint64_t HighestSerial() const {
    uint64_t highest = 0;
    for (const Made& made : made_) {
      if (made.state.lineage == state_.lineage) highest = std::max(highest, made.state.serial);
    }
    return highest;
  }

  bool AtTheTop() const { return state_.serial == HighestSerial(); }

  // What a person does after an accident: pushes the true state above all others.
  void Repair(TestState good) {
    good.serial = HighestSerial() + 1;
    state_ = std::move(good);
    Emit();
  }

  bool Fork() {
    if (!AtTheTop()) return false;
    const TestState base = state_;
    ++state_.serial;
    Add();
    Emit();
    state_ = base;
    ++state_.serial;
    Change();
    Emit(static_cast<int64_t>(1 + Below(7200)));
    Expect("HIS001");
    return true;
  }

  bool Restore() {
    std::vector<size_t> rows;
    for (size_t row = 0; row < made_.size(); ++row) {
      if (made_[row].Readable() && made_[row].state.lineage == state_.lineage &&
          made_[row].state.serial < state_.serial) {
        rows.push_back(row);
      }
    }
    if (rows.empty() || !AtTheTop()) return false;
    const TestState good = state_;
    const Made old = made_[rows[Below(rows.size())]];
    state_ = old.state;
    Emit();
    made_.back().other_format = old.other_format;
    Expect("HIS002");
    Expect("HIS020");
    const bool next_is_known = std::ranges::any_of(made_, [&](const Made& made) {
      return made.Readable() && made.state.lineage == state_.lineage &&
             made.state.serial == state_.serial + 1;
    });
    if (next_is_known && Below(2) == 0) {
      ++state_.serial;
      Change();
      Emit();
      Expect("HIS001");
    }
    Repair(good);
    return true;
  }

  bool NewLineage() {
    const bool held = !state_.objects.empty() || !state_.outputs.empty();
    const bool had_one = !state_.lineage.empty();
    state_.lineage = NewText("lineage");
    state_.serial = 1 + Below(50);
    Change();
    Emit();
    if (had_one) Expect(held ? "HIS004" : "HIS019");
    return true;
  }

  bool LoseLineage() {
    if (state_.lineage.empty()) return false;
    state_.lineage = "";
    state_.serial = 1000 * ++counter_;  // a pushed file's own; never used before
    Change();
    Emit();
    Expect("HIS005");
    return true;
  }

  bool EmptyByPush() {
    if (state_.objects.empty()) return false;
    const TestState good = state_;
    state_.objects.clear();
    state_.outputs = {"o"};
    ++state_.serial;
    Emit();
    Expect("HIS009");
    Repair(good);
    return true;
  }

  bool Destroy() {
    if (state_.objects.empty()) return false;
    state_.objects.clear();
    state_.outputs.clear();
    ++state_.serial;
    Emit();
    Expect("HIS021");
    if (Below(2) == 0) NewLineage();
    return true;
  }

  bool Downgrade() {
    state_.tool = state_.tool == "1.11.4" ? "1.11.3" : "1.9.8";
    const bool lower = made_.back().state.tool != "1.9.8";
    ++state_.serial;
    Change();
    Emit();
    if (lower) Expect("HIS008");
    if (Below(2) == 0) state_.tool = "1.11.4";
    return true;
  }

  bool LowerSchema() {
    if (state_.objects.empty()) return false;
    TestObject& object = Any();
    if (object.schema_version == 0) return false;
    --object.schema_version;
    ++state_.serial;
    Change();
    Emit();
    Expect("HIS012");
    return true;
  }

  bool ChangeProvider() {
    if (state_.objects.empty()) return false;
    const std::string provider = "acme/" + NewText("cloud");
    for (TestObject& object : state_.objects) object.provider = provider;
    ++state_.serial;
    Emit();
    Expect("HIS015");
    return true;
  }

  // `state rm`, or a provider address that Terraform cannot read.
  bool Drop() {
    for (size_t row = 0; row < state_.objects.size(); ++row) {
      const std::string address = state_.objects[row].address;
      const bool needed = std::ranges::any_of(state_.objects, [&](const TestObject& object) {
        return object.address != address && std::ranges::count(object.dependencies, address) != 0;
      });
      if (!needed) continue;
      state_.objects.erase(state_.objects.begin() + static_cast<ptrdiff_t>(row));
      ++state_.serial;
      Emit();
      Expect("HIS011");
      return true;
    }
    return false;
  }

  bool Flap() {
    const TestState first = state_;
    Change();
    const TestState second = state_;
    for (int i = 1; i <= 3; ++i) {
      state_ = i % 2 == 1 ? second : first;
      state_.serial = first.serial + static_cast<uint64_t>(i);
      Emit();
    }
    Expect("HIS016");
    return true;
  }

  bool ReverseTime() {
    if (!AtTheTop() || state_.serial == 0) return false;
    Change();
    TestState late = state_;
    ++late.serial;
    Change();
    state_.serial += 2;
    Emit();
    std::swap(state_, late);
    Emit();
    Expect("HIS014");
    std::swap(state_, late);
    ++state_.serial;
    Change();
    Emit();
    return true;
  }

  bool Duplicate() {
    Emit();
    made_.back().state = made_[made_.size() - 2].state;
    made_.back().other_format = made_[made_.size() - 2].other_format;
    Expect("HIS020");
    return true;
  }

  bool Noop() {
    ++state_.serial;
    Emit();
    Expect("HIS007");
    return true;
  }

  bool Reformat() {
    ++state_.serial;
    Change();
    Emit();
    Emit();
    made_.back().other_format = true;
    Expect("HIS006");
    return true;
  }

  bool Skip() {
    state_.serial += 2 + Below(3);
    Change();
    Emit();
    Expect("HIS003");
    return true;
  }

  bool DamageOne() {
    ++state_.serial;
    Change();
    Emit(3600, Below(2) == 0 ? Form::kCut : Form::kHtml);
    Expect("HIS022");
    Apply();
    return true;
  }

  bool Encrypt() {
    ++state_.serial;
    Change();
    Emit(3600, Form::kEnvelope);
    Expect("HIS023");
    return true;
  }

  bool LeaveOut() {
    ++state_.serial;
    Change();
    Emit(3600, Form::kAbsent);
    Expect("HIS025");
    return true;
  }

  // In one version, or in three of one change.
  bool Collapse() {
    while (state_.objects.size() < 25) Add();
    ++state_.serial;
    Emit();
    const uint64_t writes = Below(2) == 0 ? 1 : 3;
    const uint64_t each = (state_.objects.size() - 4) / writes;
    for (uint64_t i = 0; i < writes; ++i) {
      for (uint64_t j = 0; j < each; ++j) Remove(Below(state_.objects.size()));
      ++state_.serial;
      Emit(i == 0 ? 7200 : 20);
    }
    Expect("HIS010");
    return true;
  }

  // The object was deleted, and the next apply began from nothing.
  bool Recreate() {
    if (state_.lineage.empty() || (state_.objects.empty() && state_.outputs.empty())) return false;
    Emit(3600, Form::kMarker);
    state_.lineage = NewText("lineage");
    state_.serial = 1;
    for (TestObject& object : state_.objects) object.id = NewText("id");
    Emit();
    Expect("HIS004");
    return true;
  }

  bool Reimport() {
    if (state_.objects.size() < 2) return false;
    const size_t row = Below(state_.objects.size());
    TestObject object = state_.objects[row];
    Remove(row);
    ++state_.serial;
    Emit();
    object.dependencies.clear();
    state_.objects.push_back(std::move(object));
    ++state_.serial;
    Emit();
    Expect("HIS026");
    return true;
  }

  std::mt19937_64 random_;
  uint64_t counter_ = 0;
  TestState state_;  // what the next apply begins with
  int64_t now_ = 1'700'000'000;
  std::vector<Made> made_;
  Truth injected_;
};

// ---- What must be found, told from the states as they were made. ----

using Objects = std::map<std::string, TestObject>;  // by address

Objects ByAddress(const TestState& state) {
  Objects objects;
  for (const TestObject& object : state.objects) objects.emplace(object.address, object);
  return objects;
}

bool Holds(const TestState& state) { return !state.objects.empty() || !state.outputs.empty(); }

// Whether the real object is in the state, at any address.
bool IsIn(const TestObject& wanted, const TestState& state) {
  return std::ranges::any_of(state.objects, [&](const TestObject& object) {
    return object.id == wanted.id && object.provider == wanted.provider;
  });
}

// Objects of `from` that are gone in `to`; a moved or replaced one is not.
std::vector<TestObject> Gone(const TestState& from, const TestState& to) {
  const Objects left = ByAddress(to);
  std::vector<TestObject> gone;
  for (const TestObject& object : from.objects) {
    if (!left.contains(object.address) && !IsIn(object, to)) gone.push_back(object);
  }
  return gone;
}

std::vector<int> Numbers(const std::string& version) {
  std::vector<int> numbers(3);
  EXPECT_EQ(std::sscanf(version.c_str(), "%d.%d.%d", &numbers[0], &numbers[1], &numbers[2]), 3);
  return numbers;
}

class Oracle {
 public:
  explicit Oracle(const Generator& generator) : made_(generator.made()) {
    for (const auto& [rule, version] : generator.injected()) {
      // What no look at the states could add to.
      if (rule == "HIS002" || rule == "HIS014" || rule == "HIS016") truth_.insert({rule, version});
    }
    for (size_t row = 0; row < made_.size(); ++row) {
      OfTheForm(row);
      OfTheChain(row);
      if (!made_[row].Readable()) continue;
      OfTwins(row);
      if (readable_) OfTheStep(made_[*readable_].state, made_[row].state, row);
      readable_ = row;
    }
    OfChanges();
    OneForkPerBranch();
  }

  const Truth& truth() const { return truth_; }

 private:
  void Say(std::string rule, size_t row) { truth_.insert({std::move(rule), NameOf(row)}); }

  void OfTheForm(size_t row) {
    const bool newest = row + 1 == made_.size();
    switch (made_[row].form) {
      case Form::kState:
        return;
      case Form::kCut:
      case Form::kHtml:
        return Say(newest ? "HIS024" : "HIS022", row);
      case Form::kEnvelope:
        return Say("HIS023", row);
      case Form::kAbsent:
        return Say("HIS025", row);
      case Form::kMarker:
        if (newest && readable_ && Holds(made_[*readable_].state)) Say("HIS018", row);
    }
  }

  bool InChain(const std::string& lineage, uint64_t serial) const {
    return std::ranges::any_of(made_, [&](const Made& made) {
      return made.HasSerial() && made.state.lineage == lineage && made.state.serial == serial;
    });
  }

  void OfTheChain(size_t row) {
    const Made& made = made_[row];
    if (!made.HasSerial()) return;
    const std::optional<size_t> before = std::exchange(chained_, row);
    if (!before) return;
    const Made& former = made_[*before];
    const std::string& was = former.state.lineage;
    const std::string& is = made.state.lineage;
    if (was == is) {
      if (made.state.serial > former.state.serial + 1 && !InChain(is, made.state.serial - 1)) {
        Say("HIS003", row);
      }
      if (made.state.serial > former.state.serial && made.Readable() && former.Readable() &&
          made.Body() == former.Body()) {
        Say("HIS007", row);
      }
    } else if (is.empty()) {
      Say("HIS005", row);
    } else if (!was.empty()) {
      Say(former.Readable() && !Holds(former.state) ? "HIS019" : "HIS004", row);
    }
  }

  void OfTwins(size_t row) {
    const Made& made = made_[row];
    auto& twins = twins_[{made.state.lineage, made.state.serial}];
    const auto same_body = [&](const Made& other) { return other.Body() == made.Body(); };
    const auto same_bytes = [&](const Made& other) { return other.Text() == made.Text(); };
    if (std::ranges::any_of(twins, same_bytes)) {
      Say("HIS020", row);
    } else if (std::ranges::any_of(twins, same_body)) {
      Say("HIS006", row);
    } else if (!twins.empty()) {
      Say("HIS001", row);
    }
    twins.push_back(made);
  }

  void OfTheStep(const TestState& former, const TestState& state, size_t row) {
    if (Numbers(state.tool) < Numbers(former.tool)) Say("HIS008", row);
    if (!former.objects.empty() && state.objects.empty()) {
      const bool destroy =
          former.lineage == state.lineage && state.serial > former.serial && state.outputs.empty();
      Say(destroy ? "HIS021" : "HIS009", row);
    }
    const Objects before = ByAddress(former);
    for (const TestObject& object : state.objects) {
      const auto old = before.find(object.address);
      if (old == before.end()) {
        if (!IsIn(object, former) && lost_.erase({object.address, object.id}) != 0) {
          Say("HIS026", row);
        }
        continue;
      }
      if (object.schema_version < old->second.schema_version) Say("HIS012", row);
      if (object.provider != old->second.provider) Say("HIS015", row);
      if (object.id != old->second.id) Say("HIS013", row);
    }
    for (const TestObject& object : Gone(former, state)) {
      lost_.insert({object.address, object.id});
      const bool needed = std::ranges::any_of(state.objects, [&](const TestObject& other) {
        return std::ranges::count(other.dependencies, object.address) != 0;
      });
      if (needed) Say("HIS011", row);
    }
  }

  bool Continues(size_t row) const {
    const Made& former = made_[row - 1];
    const Made& made = made_[row];
    return former.HasSerial() && made.HasSerial() && former.state.lineage == made.state.lineage &&
           made.state.serial == former.state.serial + 1 && made.time - former.time <= kBurstGap;
  }

  void OfChanges() {
    std::optional<size_t> base;
    for (size_t first = 0; first < made_.size();) {
      size_t last = first;
      while (last + 1 < made_.size() && Continues(last + 1)) ++last;
      if (base && made_[last].Readable() && !made_[last].state.objects.empty()) {
        const size_t gone = Gone(made_[*base].state, made_[last].state).size();
        if (gone >= 10 && gone * 2 > made_[*base].state.objects.size()) Say("HIS010", last);
      }
      for (; first <= last; ++first) {
        if (made_[first].Readable()) base = first;
      }
    }
  }

  // Versions that follow each other are one branch.
  void OneForkPerBranch() {
    for (size_t row = made_.size() - 1; row > 0; --row) {
      if (truth_.contains({"HIS001", NameOf(row - 1)})) truth_.erase({"HIS001", NameOf(row)});
    }
  }

  const std::vector<Made>& made_;
  Truth truth_;
  std::optional<size_t> readable_;  // the last row so far
  std::optional<size_t> chained_;
  std::map<std::pair<std::string, uint64_t>, std::vector<Made>> twins_;
  std::set<std::pair<std::string, std::string>> lost_;
};

Truth Found(const std::vector<Made>& versions, uint64_t seed) {
  MemoryStore store;
  store.listing.keyed = true;
  for (size_t row = 0; row < versions.size(); ++row) {
    StoredVersion& stored = store.AddAt(versions[row].time, NameOf(row), versions[row].Text());
    stored.delete_marker = versions[row].form == Form::kMarker;
    stored.absent = versions[row].form == Form::kAbsent;
  }
  store.Shuffle(seed);
  HistoryOptions options;
  options.threads = 1;
  options.burst_gap_us = kBurstGap * 1'000'000;
  const HistorySet set = test::Histories(store, options);
  const History& history = set.histories.at(0);
  Truth found;
  for (const Finding& finding : CheckHistory({history, {}}).findings) {
    found.insert({std::string(AllRules()[finding.rule].id),
                  history.versions.at(finding.offset).stored.name});
  }
  return found;
}

// Rules that a history of applies shows: objects are replaced, and it may begin at any serial.
TEST(HistoryProperty, HealthyHistoriesHaveNothingAboveInfo) {
  for (uint64_t seed = 0; seed < 300; ++seed) {
    Generator generator(seed);
    for (int i = 0; i < 12; ++i) generator.Apply();
    for (const auto& [rule, version] : Found(generator.made(), seed)) {
      EXPECT_EQ(rule, "HIS013") << "seed " << seed << " " << version;
    }
  }
}

TEST(HistoryProperty, EveryAnomalyIsFoundAndNothingElse) {
  std::map<std::string, uint64_t> injected;
  for (uint64_t seed = 0; seed < 2000; ++seed) {
    Generator generator(1'000'000 + seed);
    const uint64_t anomalies = 1 + seed % 5;
    for (uint64_t i = 0; i < anomalies; ++i) {
      for (uint64_t applies = generator.Below(4); applies > 0; --applies) generator.Apply();
      for (uint64_t which = seed / 5 + i * 7; !generator.Inject(which);) ++which;
    }
    generator.End(generator.Below(12));
    const Truth truth = Oracle(generator).truth();
    const Truth found = Found(generator.made(), seed);
    ASSERT_EQ(found, truth) << "seed " << seed;
    for (const auto& name : generator.injected()) {
      const bool newest = name.second == NameOf(generator.made().size() - 1);
      EXPECT_TRUE(found.contains(name) || newest) << name.first << " seed " << seed;
    }
    for (const auto& [rule, version] : found) ++injected[rule];
  }
  for (const Rule& rule : AllRules()) {
    if (rule.scope() != RuleScope::kHistory || rule.id == "HIS017") continue;
    EXPECT_GE(injected[std::string(rule.id)], 50u) << rule.id << " is hardly tried";
  }
}

// HIS017: files of a working directory, of which one is the live state.
TEST(HistoryProperty, RecoveryFilesAreJudgedByTheirSerial) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 500; ++round) {
    MemoryStore store;
    store.listing.keyed = true;
    const bool readable = random() % 4 != 0;
    const uint64_t live = 1 + random() % 5;
    store.Add("terraform.tfstate", readable ? test::Write({live, {{"t.a", "1"}}}) : "").role =
        VersionRole::kCurrent;
    Truth truth;
    for (const std::string name : {"errored.tfstate", "terraform.tfstate.backup"}) {
      const uint64_t serial = 1 + random() % 5;
      const std::string lineage = random() % 4 == 0 ? "M" : "L";
      store.Add(name, test::Write({serial, {{"t.a", "1"}}, lineage})).role =
          name == "errored.tfstate" ? VersionRole::kErrored : VersionRole::kBackup;
      if (readable && lineage == "L" && serial > live) truth.insert({"HIS017", name});
    }
    const HistorySet set = test::Histories(store);
    const History& history = set.histories.at(0);
    Truth found;
    for (const Finding& finding : CheckHistory({history, {}}).findings) {
      if (finding.rule != kHIS017) continue;
      found.insert({"HIS017", history.versions.at(finding.offset).stored.name});
    }
    EXPECT_EQ(found, truth) << round;
  }
}

// What a destroy in a history that steps by one is, whatever stands before it.
TEST(HistoryProperty, ADestroyBehindAnUnreadableVersionIsNoWipe) {
  for (const Form form : {Form::kCut, Form::kHtml, Form::kEnvelope, Form::kAbsent}) {
    std::vector<Made> versions;
    for (uint64_t serial = 1; serial <= 7; ++serial) {
      Made made;
      made.time = static_cast<int64_t>(serial) * 7200;
      made.state.serial = serial;
      if (serial < 7) made.state.objects = {{"t.a", "1", std::to_string(serial)}};
      if (serial == 6) made.form = form;
      versions.push_back(made);
    }
    const Truth found = Found(versions, 1);
    EXPECT_TRUE(found.contains({"HIS021", NameOf(6)})) << static_cast<int>(form);
    EXPECT_FALSE(found.contains({"HIS009", NameOf(6)})) << static_cast<int>(form);
  }
}

}  // namespace
}  // namespace tfsck
