// The screen of `tfsck show`.
#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/printable.h"
#include "engine/json/text.h"
#include "report/fit_text.h"
#include "report/how_to_open.h"
#include "report/show.h"
#include "report/style.h"

namespace tfsck {
namespace {

constexpr size_t kLabelColumns = 13;
constexpr size_t kValueColumns = kTextColumns - kLabelColumns;
constexpr size_t kRefusalLines = 2;
constexpr size_t kLargestShown = 3;

std::string_view ToolName(ToolFamily family) {
  switch (family) {
    case ToolFamily::kTerraform:
      return "Terraform";
    case ToolFamily::kOpenTofu:
      return "OpenTofu";
    default:
      return "Terraform or OpenTofu";
  }
}

// hashicorp/aws for registry.terraform.io/hashicorp/aws.
std::string ShortProvider(std::string_view name) {
  for (const std::string_view host : {"registry.terraform.io/", "registry.opentofu.org/"}) {
    if (name.starts_with(host)) return Printable(name.substr(host.size()));
  }
  return name.empty() ? "named on the instances" : Printable(name);
}

class Screen {
 public:
  Screen(const ShowReport& report, bool color) : report_(report), style_(color) {}

  std::string Render() {
    Title();
    if (report_.state) {
      State(*report_.state);
    } else {
      NoState();
    }
    return std::move(out_);
  }

 private:
  void Line(std::string_view label, std::string_view value) {
    out_ += style_.Dim(fmt::format("{:<{}}", label, kLabelColumns));
    out_ += value;
    out_ += '\n';
  }
  void Gap() { out_ += '\n'; }

  void Title() {
    std::string what(KindName(report_.kind));
    if (report_.state) what += fmt::format(", format {}", report_.state->snapshot.format_version);
    what += ", " + HumanBytes(report_.size);
    if (report_.gzip) what += " unpacked";
    const size_t room = kTextColumns - ColumnsOf(what) - 2;
    out_ += fmt::format("{}: {}\n", style_.Strong(Clip(Printable(report_.path), room)), what);
  }

  // ---- documents that are no states ----

  void NoState() {
    if (report_.envelope) Envelope(*report_.envelope);
    const std::string open = HowToOpenFile(report_.kind, report_.path);
    Line("to open it", open.empty() ? "this is no state" : Clip(Printable(open), kValueColumns));
  }

  void Envelope(const EnvelopeInfo& envelope) {
    Line("serial", envelope.serial ? std::to_string(*envelope.serial) : "not told");
    Line("lineage",
         envelope.lineage ? Clip(Printable(*envelope.lineage), kValueColumns) : "not told");
    std::vector<std::string> keys;
    for (const std::string& key : envelope.key_providers) keys.push_back(Printable(key));
    Line("key from", keys.empty() ? "no key provider" : FitList(keys, kValueColumns));
    Line("encrypted", HumanBytes(envelope.payload_bytes));
  }

  // ---- states ----

  void State(const ShownState& state) {
    Writer(state.snapshot);
    if (!state.refusal.empty()) Refusal(state.refusal);
    Gap();
    Holds(state.counts);
    if (state.counts.resources == 0) return;
    Counts("types", state.counts.types, [](std::string_view name) { return Printable(name); });
    Counts("providers", state.counts.providers, ShortProvider);
    Counts("modules", state.counts.modules, [](std::string_view name) {
      return name.empty() ? std::string("the root") : Printable(name);
    });
    Gap();
    Graph(state);
    Gap();
    Bytes(state);
  }

  void Writer(const StateSnapshot& state) {
    const std::string version = state.tool_version.empty()
                                    ? std::string("of unknown version")
                                    : Clip(Printable(state.tool_version), 24);
    const std::string lineage = state.lineage.empty()
                                    ? std::string("no lineage")
                                    : "lineage " + Clip(Printable(state.lineage), 36);
    Line("written by", fmt::format("{} {}; serial {}, {}", ToolName(state.family), version,
                                   state.serial, lineage));
  }

  // The reason, cut to what the screen has room for; `tfsck check` has all of it.
  void Refusal(const std::string& reason) {
    std::string text = "Terraform cannot read it: " + Printable(reason);
    constexpr std::string_view kMore = "; `tfsck check` says more";
    text = Clip(text, kRefusalLines * kValueColumns - kMore.size() - 24) + std::string(kMore);
    std::string label = fmt::format("{:<{}}", "refused", kLabelColumns);
    out_ += WrapText(label, text, style_);
  }

  void Holds(const StateCounts& counts) {
    std::vector<std::string> parts;
    parts.push_back(Counted(counts.resources, "resource"));
    if (counts.data_resources > 0) {
      parts.back() += fmt::format(" ({} data)", Grouped(counts.data_resources));
    }
    parts.push_back(Counted(counts.instances, "instance"));
    parts.push_back(Counted(counts.outputs, "output"));
    if (counts.sensitive_outputs > 0) {
      parts.back() += fmt::format(" ({} sensitive)", Grouped(counts.sensitive_outputs));
    }
    if (counts.deposed > 0) parts.push_back(Grouped(counts.deposed) + " deposed");
    if (counts.tainted > 0) parts.push_back(Grouped(counts.tainted) + " tainted");
    if (counts.dropped_resources > 0) {
      parts.push_back(Grouped(counts.dropped_resources) + " dropped by Terraform");
    }
    Line("holds", FitList(parts, kValueColumns));
  }

  template <typename NameOf>
  void Counts(std::string_view label, const std::vector<NamedCount>& counts, NameOf name_of) {
    std::vector<std::string> items;
    items.reserve(counts.size());
    for (const NamedCount& count : counts) {
      const std::string number = Grouped(count.instances);
      items.push_back(Clip(name_of(count.name), 48) + " " + number);
    }
    Line(label, FitList(items, kValueColumns));
  }

  void Graph(const ShownState& state) {
    const GraphShape& graph = state.graph;
    if (graph.stored_edges == 0 && graph.cycles == 0) {
      Line("graph", "no dependencies");
      return;
    }
    std::string numbers = Counted(graph.direct_edges, "direct dependency", "direct dependencies");
    numbers += fmt::format(" ({} stored)", Grouped(graph.stored_edges));
    if (graph.isolated > 0) {
      numbers += fmt::format(", {} alone", Counted(graph.isolated, "resource"));
    }
    if (graph.dangling > 0) numbers += fmt::format(", {} dangling", Grouped(graph.dangling));
    if (graph.cycles > 0) {
      numbers += ", " + style_.Bad(Counted(graph.cycles, "cycle"));
    }
    Line("graph", numbers);
    const std::string depth = fmt::format("{} deep: ", Grouped(graph.depth));
    std::vector<std::string> chain;
    for (const uint32_t hub : graph.longest_chain) chain.push_back(Hub(state, hub));
    Line("longest", depth + FitChain(chain, kValueColumns - depth.size()));
    Line("widest", fmt::format("{} at depth {}", Counted(graph.widest_count, "resource"),
                               Grouped(graph.widest_depth)));
    Line("most needed", HubCounts(state, graph.most_depended_on));
    Line("most needing", HubCounts(state, graph.most_depending));
  }

  static std::string Hub(const ShownState& state, uint32_t hub) {
    return Printable(state.snapshot.hubs[hub].text);
  }

  static std::string HubCounts(const ShownState& state, const std::vector<HubCount>& counts) {
    std::string list;
    for (const HubCount& count : counts) {
      const std::string number = fmt::format(" ({})", Grouped(count.count));
      const size_t room = kValueColumns - number.size();
      std::string item = Clip(Hub(state, count.hub), room) + number;
      if (!list.empty() && ColumnsOf(list) + ColumnsOf(item) + 2 > kValueColumns) break;
      if (!list.empty()) list += ", ";
      list += item;
    }
    return list;
  }

  void Bytes(const ShownState& state) {
    const StateBytes& bytes = state.bytes;
    std::vector<std::string> shares;
    const auto share = [&](std::string_view name, uint64_t part) {
      if (part > 0) shares.push_back(fmt::format("{} {}", name, Percent(part, bytes.document)));
    };
    share("attributes", bytes.attributes);
    share("dependencies", bytes.dependencies);
    share("private", bytes.private_data);
    share("outputs", bytes.outputs);
    share("the rest", bytes.other);
    Line("bytes", FitList(shares, kValueColumns));
    std::string_view label = "largest";
    for (size_t i = 0; i < std::min(kLargestShown, bytes.resources.size()); ++i) {
      const ResourceBytes& row = bytes.resources[i];
      const uint32_t count = state.snapshot.resources[row.resource].instance_count;
      Large(std::exchange(label, ""), row.bytes, bytes.document,
            state.snapshot.ResourceAddressText(row.resource),
            count > 1 ? Counted(count, "object") : std::string());
    }
    label = "attributes";
    for (size_t i = 0; i < std::min(kLargestShown, bytes.type_attributes.size()); ++i) {
      const TypeAttributeBytes& row = bytes.type_attributes[i];
      Large(std::exchange(label, ""), row.bytes, bytes.document,
            fmt::format("{}.{}", row.type, json::Decode(row.attribute)),
            row.objects > 1 ? Counted(row.objects, "object") : std::string());
    }
  }

  void Large(std::string_view label, uint64_t bytes, uint64_t whole, const std::string& name,
             const std::string& note) {
    std::string behind = note.empty() ? "" : "  " + style_.Dim(note);
    const size_t room = kValueColumns - 18 - (note.empty() ? 0 : note.size() + 2);
    Line(label, fmt::format("{:>8}  {:>4}  {}{}", HumanBytes(bytes), Percent(bytes, whole),
                            Clip(Printable(name), room), behind));
  }

  const ShowReport& report_;
  Style style_;
  std::string out_;
};

}  // namespace

std::string RenderShowText(const ShowReport& report, bool color) {
  return Screen(report, color).Render();
}

}  // namespace tfsck
