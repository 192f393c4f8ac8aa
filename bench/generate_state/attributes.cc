#include "bench/generate_state/attributes.h"

#include <map>

namespace tfsck::bench {
namespace {

bool IsBlock(const ValueType& type) { return !type.element.empty() && type.element[0].code == '{'; }

}  // namespace

bool AttributeWriter::ChooseAbsent(const Attribute& attribute) {
  if (attribute.write_only) return true;
  if (attribute.required || attribute.name == "id") return false;
  // A mark inside a set would need the whole element as its index.
  if (attribute.sensitive && sets_ > 0) return true;
  if (attribute.name == "timeouts") return random_.Chance(0.85);
  if (attribute.name.starts_with("tags")) return random_.Chance(0.2);
  if (IsBlock(attribute.type)) return random_.Chance(attribute.computed ? 0.5 : 0.75);
  if (!attribute.optional) return random_.Chance(0.02);
  return random_.Chance(attribute.computed ? 0.2 : 0.6);
}

void AttributeWriter::WriteAbsent(const ValueType& type) {
  if (!IsBlock(type)) return writer_.Null();
  writer_.BeginArray();
  writer_.EndArray();
}

void AttributeWriter::WriteObject(const std::vector<Attribute>& members) {
  writer_.BeginObject();
  for (const Attribute& member : members) {
    writer_.Key(member.name);
    path_.push_back({member.name, 0});
    if (member.sensitive && sets_ == 0) sensitive_paths_.push_back(path_);
    if (ChooseAbsent(member)) {
      WriteAbsent(member.type);
    } else {
      WriteValue(member.name, member.type);
    }
    path_.pop_back();
  }
  writer_.EndObject();
}

void AttributeWriter::WriteValue(std::string_view name, const ValueType& type) {
  switch (type.code) {
    case 'n':
      writer_.Number(NumberFor(name, random_));
      return;
    case 'b':
      writer_.Bool(random_.Chance(0.4));
      return;
    case 'd':
      WriteManifest();
      return;
    case '{':
      WriteObject(type.members);
      return;
    case '<':
      WriteMap(name, type);
      return;
    case '[':
    case '(':
      WriteSequence(name, type);
      return;
    default: {
      std::string text;
      AppendText(name, path_.size() == 1, subject_, random_, &text);
      writer_.String(text);
    }
  }
}

void AttributeWriter::WriteSequence(std::string_view name, const ValueType& type) {
  const bool set = type.code == '(';
  const size_t count = type.once ? 1 : random_.HeavyTail(1.5, 0.6, 40);
  sets_ += set ? 1 : 0;
  writer_.BeginArray();
  for (size_t i = 0; i < count; ++i) {
    path_.push_back({{}, i});
    WriteValue(name, type.element[0]);
    path_.pop_back();
  }
  writer_.EndArray();
  sets_ -= set ? 1 : 0;
}

void AttributeWriter::WriteMap(std::string_view name, const ValueType& type) {
  std::map<std::string, std::string> entries;
  const bool tags = name.starts_with("tags");
  const size_t count = tags ? 3 + random_.HeavyTail(2, 0.7, 45) : random_.HeavyTail(2, 0.6, 30);
  for (size_t i = 0; i < count; ++i) {
    AppendMapValue(name, subject_, random_, &entries[MapKey(name, i, random_)]);
  }
  writer_.BeginObject();
  for (const auto& [key, value] : entries) {
    writer_.Key(key);
    if (type.element[0].code == 's') {
      writer_.String(value);
    } else {
      WriteValue(key, type.element[0]);
    }
  }
  writer_.EndObject();
}

// A value of dynamic type is stored with its type.
void AttributeWriter::WriteManifest() {
  writer_.BeginObject();
  writer_.Key("value");
  writer_.BeginObject();
  writer_.StringMember("apiVersion", "example.com/v1");
  writer_.StringMember("kind", "Widget");
  writer_.Key("metadata");
  writer_.BeginObject();
  writer_.StringMember("name", subject_.label);
  writer_.StringMember("namespace", "platform");
  writer_.EndObject();
  writer_.EndObject();
  writer_.Key("type");
  writer_.BeginArray();
  writer_.String("object");
  writer_.BeginObject();
  writer_.StringMember("apiVersion", "string");
  writer_.StringMember("kind", "string");
  writer_.Key("metadata");
  writer_.BeginArray();
  writer_.String("object");
  writer_.BeginObject();
  writer_.StringMember("name", "string");
  writer_.StringMember("namespace", "string");
  writer_.EndObject();
  writer_.EndArray();
  writer_.EndObject();
  writer_.EndArray();
  writer_.EndObject();
}

void WriteSensitivePaths(const std::vector<Path>& paths, JsonWriter* writer) {
  writer->BeginArray();
  for (const Path& path : paths) {
    writer->BeginArray();
    for (const PathStep& step : path) {
      writer->BeginObject();
      writer->StringMember("type", step.name.empty() ? "index" : "get_attr");
      writer->Key("value");
      if (step.name.empty()) {
        writer->BeginObject();
        writer->NumberMember("value", step.index);
        writer->StringMember("type", "number");
        writer->EndObject();
      } else {
        writer->String(step.name);
      }
      writer->EndObject();
    }
    writer->EndArray();
  }
  writer->EndArray();
}

}  // namespace tfsck::bench
