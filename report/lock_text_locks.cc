// One lock for a person: what it is, who holds it, since when, the verdict and its evidence.
#include <fmt/format.h>

#include <algorithm>

#include "analyzers/lock_holder.h"
#include "engine/base/printable.h"
#include "engine/base/time_text.h"
#include "report/fit_text.h"
#include "report/lock_parts.h"

namespace tfsck {
namespace {

std::string HolderText(const LockRecord& record) {
  const std::string& who = record.held_by.empty() ? record.info.who : record.held_by;
  if (who.empty()) return "not recorded";
  std::string text = Printable(who);
  const Holder holder = ClassifyHolder(who);
  if (!holder.system.empty()) text += fmt::format(" ({})", holder.system);
  if (holder.kind == HolderKind::kContainer) text += " (a container)";
  if (!record.info.operation.empty()) {
    text += fmt::format(", for {}", Printable(OperationWords(record.info.operation)));
  }
  if (!record.info.version.empty()) {
    text += fmt::format(", with version {}", Printable(record.info.version));
  }
  return text;
}

std::string SinceText(const LockRecord& record, const LockJudgement& judgement) {
  if (!record.created_us) return "not recorded";
  const std::string time = UtcText(*record.created_us) + " UTC";
  if (*judgement.age_us < 0) return time + ", in the future";
  return fmt::format("{}, {} ago", time, SpanText(*judgement.age_us));
}

std::string IdText(const LockRecord& record) {
  if (record.unlock_id.empty()) return "not known";
  std::string text = Printable(record.unlock_id);
  if (record.backend == LockBackend::kGcs) text += " (generation)";
  if (record.backend == LockBackend::kConsul && !record.session.empty()) text += " (session)";
  return text;
}

std::string VerdictText(LockState state, const Style& style) {
  const std::string_view name = LockStateName(state);
  return state == LockState::kLive            ? style.Good(name)
         : state == LockState::kProbablyStale ? style.Bad(name)
                                              : style.Strong(name);
}

std::string GateText(const GateResult& gate, const Style& style) {
  const std::string label =
      fmt::format("    {:<7} {:<31} ", GateAnswerName(gate.answer), GateQuestion(gate.gate));
  std::string out = WrapText(label, Printable(gate.reason), style);
  if (!gate.bring.empty()) {
    out += WrapText("            bring: ", Printable(gate.bring), style);
  }
  return out;
}

std::string ConclusionText(const LockJudgement& judgement, const Style& style) {
  std::string out;
  if (!judgement.commands.empty()) {
    out += "  To break it, after the copy:\n" + CommandLines(judgement.commands);
  }
  if (!judgement.refusal.empty()) {
    out += WrapText("  ", Printable(judgement.refusal), style);
  }
  return out;
}

std::string LockText(const LockRecord& record, const LockJudgement& judgement, const Style& style) {
  std::string out = LockHeading("LOCK", record.state.Text(), style);
  out += LockRow("kind",
                 fmt::format("{}, in {}", BackendName(record.backend), Printable(record.source)),
                 style);
  out += LockRow("holder", HolderText(record), style);
  out += LockRow("since", SinceText(record, judgement), style);
  out += LockRow("id", IdText(record), style);
  out += fmt::format("  {:<9} {}\n", "verdict", VerdictText(judgement.state, style));
  for (const GateResult& gate : judgement.gates) out += GateText(gate, style);
  out += ConclusionText(judgement, style);
  for (const std::string& hidden : judgement.hidden) out += WrapText("  note: ", hidden, style);
  return out + "\n";
}

}  // namespace

std::string LocksText(const LockReport& report, const LockTextOptions& options,
                      const Style& style) {
  const size_t all = report.judgements.size();
  const size_t shown = options.all ? all : std::min(all, kShownLocks);
  std::string out;
  for (size_t i = 0; i < shown; ++i) {
    out += LockText(report.evidence.records[i], report.judgements[i], style);
  }
  if (shown < all) {
    out += fmt::format("{} more; `--all` shows them.\n\n", Counted(all - shown, "lock"));
  }
  return out;
}

}  // namespace tfsck
