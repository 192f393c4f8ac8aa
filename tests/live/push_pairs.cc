#include "tests/live/push_pairs.h"

#include <filesystem>
#include <fstream>
#include <iterator>

namespace tfsck::testing {
namespace {

constexpr const char* kLineage = "11111111-2222-3333-4444-555555555555";
constexpr const char* kOtherLineage = "99999999-2222-3333-4444-555555555555";

std::string Resource(const std::string& name, const std::string& instance) {
  return R"({"mode":"managed","type":"terraform_data","name":")" + name +
         R"(","provider":"provider[\"terraform.io/builtin/terraform\"]","instances":[)" + instance +
         "]}";
}

std::string Instance(const std::string& attributes, const std::string& more = "") {
  return R"({"schema_version":0,"attributes":)" + attributes + more + "}";
}

std::string Body(const std::string& outputs, const std::string& resources,
                 const std::string& checks = "null") {
  return R"("outputs":{)" + outputs + R"(},"resources":[)" + resources + R"(],"check_results":)" +
         checks;
}

std::string Check(const std::string& name, const std::string& status) {
  return R"({"object_kind":"check","config_addr":"check.)" + name + R"(","status":")" + status +
         R"(","objects":[{"object_addr":"check.)" + name + R"(","status":")" + status + "\"}]}";
}

// Bodies of neighbouring rows are often close to each other, and some of them are the same.
std::vector<std::string> Bodies() {
  const std::string output = R"("o":{"value":"v","type":"string"})";
  const std::string a = Resource("a", Instance(R"({"id":"1","n":1,"m":{"x":1,"y":2}})"));
  const std::string b =
      Resource("b", Instance(R"({"id":"2"})", R"(,"dependencies":["a.a","b.b"])"));
  return {
      Body(output, a + "," + b),
      Body(output, b + ",\n " + a),  // order
      Body(output, Resource("a", Instance(R"({ "id":"1", "n" : 1,"m":{"x":1,"y":2}})")) + "," + b),
      Body(output, Resource("a", Instance(R"({"n":1,"id":"1","m":{"x":1,"y":2}})")) + "," + b),
      Body(output, Resource("a", Instance(R"({"id":"1","n":1.0,"m":{"x":1,"y":2}})")) + "," + b),
      Body(output, Resource("a", Instance(R"({"id":"1","n":2,"m":{"x":1,"y":2}})")) + "," + b),
      Body(output, a),
      Body("", a),
      Body(output, ""),
      Body("", ""),
      Body("", Resource("a", "")),  // a resource without instances is no empty state
      Body(R"("o":{"value":"w","type":"string"})", a),
      Body(R"("o":{"value":"v","type":"string","sensitive":true})", a),
      Body(output, a, "[" + Check("c", "pass") + "]"),
      Body(output, a, "[" + Check("c", "fail") + "]"),
      Body(output, a, "[" + Check("c", "pass") + "," + Check("d", "pass") + "]"),
      Body(output, a, "[" + Check("d", "pass") + "," + Check("c", "pass") + "]"),
      Body(output, Resource("a", Instance(R"({"id":"1"})", R"(,"status":"tainted")"))),
  };
}

std::string Quoted(const std::string& text) { return '"' + text + '"'; }

}  // namespace

std::string PushPairs::Document(uint64_t serial, const std::string& lineage,
                                const std::string& body) {
  const std::string space = OneIn(3) ? "\n  " : "";
  return "{" + space + R"("version":4,"terraform_version":)" +
         Quoted(Pick<std::string>({"1.11.4", "1.5.7", "99.0.0", ""})) + "," + space +
         R"("serial":)" + std::to_string(serial) + R"(,"lineage":)" + Quoted(lineage) + "," +
         space + body + "}" + (OneIn(2) ? "\n" : "");
}

// What is no sound state of format 4: one of the recorded cases, or worse.
std::string PushPairs::OddDocument() {
  const std::string cases = std::string(TFSCK_SOURCE_DIR) + "/corpus/oracle/cases/";
  const std::string name =
      Pick<std::string>({"v1-simple", "v2-simple", "v3-simple", "v3-tainted-deposed",
                         "v3-neg-serial", "top-backend-pseudo-state", "ver-1-on-v4-body", "ver-5",
                         "syn-whitespace-only", "syn-truncated-last-brace", "inst-status-bad",
                         "key-dup-none", "res-provider-garbage", "syn-empty-file"});
  std::ifstream file(cases + name + ".tfstate", std::ios::binary);
  if (!file) return "{";
  return std::string(std::istreambuf_iterator<char>(file), {});
}

PushPair PushPairs::Next() {
  static const std::vector<std::string> bodies = Bodies();
  const std::vector<std::string> lineages = {kLineage, kLineage, kLineage, kOtherLineage, ""};
  const std::vector<uint64_t> serials = {7, 7, 7, 6, 8, 70, 0, 1, UINT64_MAX};
  PushPair pair;
  const std::string& body = Pick(bodies);
  pair.force = OneIn(4);
  pair.source = OneIn(6) ? OddDocument() : Document(Pick(serials), Pick(lineages), body);
  if (OneIn(8)) return pair;
  if (OneIn(8)) {
    pair.destination = OddDocument();
    return pair;
  }
  const std::string& stored = OneIn(2) ? body : Pick(bodies);
  pair.destination = Document(Pick(serials), Pick(lineages), stored);
  return pair;
}

}  // namespace tfsck::testing
