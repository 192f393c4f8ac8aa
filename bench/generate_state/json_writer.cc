#include "bench/generate_state/json_writer.h"

#include "engine/json/text.h"

namespace tfsck::bench {

void JsonWriter::NewLine() {
  if (!indent_) return;
  *out_ += '\n';
  out_->append(2 * depth_, ' ');
}

void JsonWriter::BeforeValue() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (depth_ == 0) return;
  if (!empty_) *out_ += ',';
  empty_ = false;
  NewLine();
}

void JsonWriter::Begin(char bracket) {
  BeforeValue();
  *out_ += bracket;
  ++depth_;
  empty_ = true;
}

void JsonWriter::End(char bracket) {
  --depth_;
  if (!empty_) NewLine();
  *out_ += bracket;
  empty_ = false;
}

void JsonWriter::Key(std::string_view key) {
  BeforeValue();
  json::AppendQuoted(key, out_);
  *out_ += indent_ ? ": " : ":";
  after_key_ = true;
}

void JsonWriter::String(std::string_view value) {
  BeforeValue();
  json::AppendQuoted(value, out_);
}

void JsonWriter::Raw(std::string_view text) {
  BeforeValue();
  *out_ += text;
}

void JsonWriter::StringMember(std::string_view key, std::string_view value) {
  Key(key);
  String(value);
}

void JsonWriter::NumberMember(std::string_view key, uint64_t value) {
  Key(key);
  Number(value);
}

}  // namespace tfsck::bench
