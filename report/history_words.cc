#include "report/history_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <span>

#include "engine/base/printable.h"
#include "engine/base/shell_text.h"
#include "report/fit_text.h"

namespace tfsck {
namespace {

using Kind = HistoryVerdict::Kind;

std::string Named(const HistoryVersion& version) {
  const std::string name = Printable(version.label);
  return version.has_serial ? fmt::format("serial {} ({})", version.serial, name) : name;
}

std::string AddressesOf(std::span<const ObjectDelta> objects) {
  constexpr size_t kShown = 5;
  std::string text;
  for (size_t i = 0; i < objects.size() && i < kShown; ++i) {
    text += fmt::format("{}{}", i == 0 ? "" : ", ", Printable(objects[i].address));
  }
  if (objects.size() > kShown) text += fmt::format(" and {} more", objects.size() - kShown);
  return text;
}

std::string BreakText(const JudgedHistory& judged) {
  const VerdictVersions& versions = judged.verdict.versions;
  const Rule& rule = AllRules()[versions.broken_by];
  const HistoryVersion& broken = judged.history->versions[versions.broken_at];
  if (versions.broken_by == kHIS017) {
    return fmt::format("the live state, {}, is older than a file beside it: {} {}", Named(broken),
                       rule.id, rule.name);
  }
  return fmt::format("the chain breaks at {}: {} {}", Named(broken), rule.id, rule.name);
}

// What the newest version misses, and what it has that the last good one has not.
std::string LossText(const HistoryVerdict& verdict) {
  std::string text;
  if (!verdict.lost.empty()) {
    text += fmt::format(" {} of it {} not in the newest version: {}.",
                        Counted(verdict.lost.size(), "managed instance"),
                        verdict.lost.size() == 1 ? "is" : "are", AddressesOf(verdict.lost));
  }
  if (!verdict.replaced.empty()) {
    text += fmt::format(" At {} another real object stands now: {}.",
                        Counted(verdict.replaced.size(), "address", "addresses"),
                        AddressesOf(verdict.replaced));
  }
  if (verdict.lost.empty() && verdict.replaced.empty()) {
    text += " No instance of it is missing in the newest version.";
  }
  if (!verdict.changed.empty()) {
    text += fmt::format(" {} recorded differently there: {}.",
                        verdict.changed.size() == 1
                            ? "1 managed instance is"
                            : Counted(verdict.changed.size(), "managed instance") + " are",
                        AddressesOf(verdict.changed));
  }
  if (!verdict.gained.empty()) {
    text += fmt::format(" Only the newest version has {}: {}.",
                        Counted(verdict.gained.size(), "instance"), AddressesOf(verdict.gained));
  }
  return text;
}

std::string LastGoodText(const JudgedHistory& judged) {
  const uint32_t last_good = judged.verdict.versions.last_good;
  if (last_good == kNoVersion) return " No version before it can be read.";
  return fmt::format(" The last good version is {}.", Named(judged.history->versions[last_good]));
}

// The newest version as a push would take it: the last good one under a serial above all others.
std::vector<std::string> PushCommands(const JudgedHistory& judged, std::string_view tool) {
  const History& history = *judged.history;
  const VerdictVersions& versions = judged.verdict.versions;
  const HistoryVersion& good = history.versions[versions.last_good];
  const HistoryVersion& newest = history.versions[versions.newest];
  const bool other_lineage = newest.has_serial && newest.lineage != good.lineage;
  if (newest.has_serial && !other_lineage && good.serial > newest.serial) {
    return {"tfsck push-verdict good.tfstate keep.tfstate",
            fmt::format("{} state push good.tfstate", tool)};
  }
  return {
      fmt::format("sed 's/^  \"serial\": {},$/  \"serial\": {},/' good.tfstate > fixed.tfstate",
                  good.serial, judged.verdict.next_serial),
      "tfsck check fixed.tfstate",
      fmt::format("{} state push {}fixed.tfstate", tool, other_lineage ? "-force " : ""),
  };
}

std::vector<std::string> ImportCommands(const HistoryVerdict& verdict, std::string_view tool) {
  constexpr size_t kShown = 5;
  if (verdict.lost.empty()) {
    return {"# nothing has to be imported: a plan shows what an apply would set right"};
  }
  std::vector<std::string> commands = {
      "# for each of the lost instances: read its id, then import it"};
  for (size_t i = 0; i < verdict.lost.size() && i < kShown; ++i) {
    const std::string address = QuoteForShell(Printable(verdict.lost[i].address));
    commands.push_back(fmt::format("{} state show -state=good.tfstate {}", tool, address));
    commands.push_back(fmt::format("{} import {} ID", tool, address));
  }
  if (verdict.lost.size() > kShown) {
    commands.push_back(fmt::format("# and so on for {} more", verdict.lost.size() - kShown));
  }
  return commands;
}

}  // namespace

std::string StateName(const History& history) {
  if (!history.key.empty()) return Printable(history.key);
  if (!history.lineage.empty()) return fmt::format("lineage {}", Printable(history.lineage));
  return "the state";
}

std::string DeltaText(const VersionDelta& delta) {
  std::string text;
  const auto add = [&](char sign, uint64_t count) {
    if (count != 0) text += fmt::format("{}{}{}", text.empty() ? "" : " ", sign, count);
  };
  add('+', delta.added);
  add('~', delta.changed);
  add('!', delta.replaced);
  add('>', delta.moved);
  add('-', delta.removed);
  return text;
}

std::string SerialText(const HistoryVersion& version) {
  if (version.has_serial) return fmt::to_string(version.serial);
  if (version.stored.delete_marker) return "deleted";
  if (version.stored.absent) return "absent";
  if (IsEncryptedAtRest(version.kind)) return "encrypted";
  return version.kind == DocumentKind::kEmpty ? "empty" : "not read";
}

std::string SerialText(const History& history, const Change& change) {
  const std::string last = SerialText(history.versions[change.last]);
  if (change.first == change.last) return last;
  return fmt::format("{}-{}", SerialText(history.versions[change.first]), last);
}

std::string TouchedText(const VersionDelta& delta, size_t columns) {
  std::map<std::string_view, uint64_t> by_type;
  std::set<std::string_view> modules;
  for (const ObjectDelta& object : delta.objects) {
    if (!object.managed) continue;
    ++by_type[object.type];
    modules.insert(std::string_view(object.address).substr(0, object.module_size));
  }
  std::vector<std::pair<uint64_t, std::string>> order;
  for (const auto& [type, count] : by_type) order.emplace_back(count, Printable(type));
  std::ranges::stable_sort(order, [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<std::string> items;
  for (const auto& [count, type] : order) {
    items.push_back(count == 1 ? type : fmt::format("{} {}", count, type));
  }
  if (items.empty()) return "";
  modules.erase("");
  const std::string where = modules.empty() ? ""
                            : modules.size() == 1
                                ? " in " + Clip(Printable(*modules.begin()), columns / 2)
                                : fmt::format(" in {} modules", modules.size());
  return FitList(items, columns - std::min(columns / 2, where.size())) + where;
}

std::string VerdictText(const JudgedHistory& judged) {
  const History& history = *judged.history;
  const HistoryVerdict& verdict = judged.verdict;
  if (verdict.versions.newest == kNoVersion) return "There is no version.";
  const HistoryVersion& newest = history.versions[verdict.versions.newest];
  const bool many = history.versions.size() > 1;
  switch (verdict.kind) {
    case Kind::kSuccessor:
      if (!many) return fmt::format("There is one version only, {}.", Named(newest));
      return fmt::format(
          "Yes: the newest version, {}, is a true successor of {} before it.", Named(newest),
          history.versions.size() == 2
              ? "the one"
              : fmt::format("the {} versions", Grouped(history.versions.size() - 1)));
    case Kind::kHealed:
      return fmt::format("Yes again: {}.{} The newest version, {}, has everything of it.",
                         BreakText(judged), LastGoodText(judged), Named(newest));
    case Kind::kBroken:
      return fmt::format("No: {}.{}{}", BreakText(judged), LastGoodText(judged), LossText(verdict));
    case Kind::kUnknown:
      return fmt::format("No: {}.{} What was lost is not known, for not both can be read.",
                         BreakText(judged), LastGoodText(judged));
  }
  return "";
}

std::vector<std::string> RecoveryCommands(const JudgedHistory& judged) {
  const HistoryVerdict& verdict = judged.verdict;
  const bool wanted = verdict.kind == Kind::kBroken || verdict.kind == Kind::kUnknown;
  if (!wanted || verdict.versions.last_good == kNoVersion) return {};
  const HistoryVersion& good = judged.history->versions[verdict.versions.last_good];
  const std::string_view tool = good.family == ToolFamily::kOpenTofu ? "tofu" : "terraform";
  std::vector<std::string> commands = {
      "# stop all other runs first",
      fmt::format("{} state pull > keep.tfstate", tool),
      judged.copy_good.empty() ? "# put the last good version into good.tfstate" : judged.copy_good,
      "tfsck diff keep.tfstate good.tfstate",
  };
  // A push would undo what was applied behind the break.
  const bool nothing_new = verdict.versions.newest <= verdict.versions.last_break &&
                           verdict.gained.empty() && verdict.replaced.empty();
  const auto rest = nothing_new ? PushCommands(judged, tool) : ImportCommands(verdict, tool);
  commands.insert(commands.end(), rest.begin(), rest.end());
  return commands;
}

}  // namespace tfsck
