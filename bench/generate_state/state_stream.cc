#include "bench/generate_state/state_stream.h"

#include <fmt/format.h>

#include <tuple>

#include "bench/generate_state/instances.h"
#include "bench/generate_state/json_writer.h"
#include "bench/generate_state/values.h"

namespace tfsck::bench {
namespace {

constexpr size_t kPiece = 1 << 20;
constexpr size_t kBlockDepth = 2;  // resource blocks lie in an array in an object

// One resource block of the document, in the order of the document.
struct Block {
  uint32_t resource;
  uint32_t module_instance;
};

class Generator {
 public:
  Generator(const StateOptions& options, const Sink& sink)
      : options_(options),
        sink_(sink),
        indent_(!options.compact && !options.tofu),
        plan_(options.seed, options.modules),
        blocks_(plan_, options.seed, options.tofu),
        writer_(&buffer_, indent_) {}

  StateSize Run() {
    PlanResources();
    WriteHead();
    writer_.Key("resources");
    writer_.BeginArray();
    for (const Block& block : SortedBlocks()) {
      blocks_.Write(block.resource, block.module_instance, &writer_);
      if (buffer_.size() >= kPiece && !Flush()) return size_;
    }
    writer_.EndArray();
    writer_.Key("check_results");
    writer_.Null();
    writer_.EndObject();
    buffer_ += '\n';
    Flush();
    return size_;
  }

 private:
  // Plans resource after resource until their texts fill the wanted size.
  void PlanResources() {
    std::string scratch;
    uint64_t bytes = 400;
    while (bytes < options_.bytes &&
           (options_.instances == 0 || size_.instances < options_.instances)) {
      const uint32_t id = plan_.AddResource();
      const PlannedResource& resource = plan_.resources()[id];
      const size_t instances = plan_.modules()[resource.module].instances.size();
      for (uint32_t i = 0; i < instances; ++i) {
        scratch.clear();
        JsonWriter measure(&scratch, indent_, kBlockDepth);
        blocks_.Write(id, i, &measure);
        bytes += scratch.size() + 1;
      }
      size_.instances += instances * resource.count;
      size_.resource_blocks += instances;
    }
    plan_.ForceCreateBeforeDestroy();
  }

  // The writer's order: module text, mode, type, name, all bytewise.
  std::vector<Block> SortedBlocks() const {
    std::vector<Block> order;
    order.reserve(size_.resource_blocks);
    for (uint32_t id = 0; id < plan_.resources().size(); ++id) {
      const auto& module = plan_.modules()[plan_.resources()[id].module];
      for (uint32_t i = 0; i < module.instances.size(); ++i) order.push_back({id, i});
    }
    const auto key = [this](const Block& block) {
      const PlannedResource& resource = plan_.resources()[block.resource];
      return std::tie(plan_.modules()[resource.module].instances[block.module_instance],
                      resource.type->mode, resource.type->name, resource.name);
    };
    std::sort(order.begin(), order.end(),
              [&key](const Block& a, const Block& b) { return key(a) < key(b); });
    return order;
  }

  void WriteHead() {
    Random random(options_.seed ^ 0x4C494E45);
    const uint64_t a = random.Next();
    const uint64_t b = random.Next();
    writer_.BeginObject();
    writer_.NumberMember("version", 4);
    writer_.StringMember("terraform_version", options_.tofu ? "1.9.1" : "1.11.4");
    writer_.NumberMember("serial", 1 + random.HeavyTail(60, 1.5, 100'000));
    writer_.StringMember(
        "lineage", fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", a >> 32, a >> 16 & 0xFFFF,
                               a & 0xFFFF, b >> 48, b & 0xFFFFFFFFFFFF));
    writer_.Key("outputs");
    writer_.BeginObject();
    const size_t outputs = std::min<size_t>(60, plan_.resources().size() / 12);
    for (size_t i = 0; i < outputs; ++i) WriteOutput(i, &random);
    writer_.EndObject();
  }

  void WriteOutput(size_t number, Random* random) {
    const bool list = random->Chance(0.3);
    writer_.Key(fmt::format("output_{:02}", number));
    writer_.BeginObject();
    writer_.Key("value");
    if (list) writer_.BeginArray();
    for (size_t i = 0; i < (list ? 3u : 1u); ++i)
      writer_.String("subnet-0" + Hex(random->Next(), 16));
    if (list) writer_.EndArray();
    writer_.Key("type");
    if (list) writer_.BeginArray();
    if (list) writer_.String("list");
    writer_.String("string");
    if (list) writer_.EndArray();
    if (random->Chance(0.1)) {
      writer_.Key("sensitive");
      writer_.Bool(true);
    }
    writer_.EndObject();
  }

  bool Flush() {
    size_.bytes += buffer_.size();
    const bool more = sink_(buffer_);
    buffer_.clear();
    return more;
  }

  const StateOptions& options_;
  const Sink& sink_;
  bool indent_;
  StatePlan plan_;
  ResourceBlockWriter blocks_;
  std::string buffer_;
  JsonWriter writer_;
  StateSize size_;
};

}  // namespace

StateSize GenerateState(const StateOptions& options, const Sink& sink) {
  return Generator(options, sink).Run();
}

}  // namespace tfsck::bench
