// JsonWriter: writes JSON token by token in the two layouts Terraform and OpenTofu write: Go's
// MarshalIndent with two spaces, or one line.  Appends to a string it does not own.
#ifndef TFSCK_BENCH_GENERATE_STATE_JSON_WRITER_H_
#define TFSCK_BENCH_GENERATE_STATE_JSON_WRITER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace tfsck::bench {

class JsonWriter {
 public:
  // `depth` is the number of containers that are already open around what is written.
  JsonWriter(std::string* out, bool indent, size_t depth = 0)
      : out_(out), indent_(indent), depth_(depth) {}

  void BeginObject() { Begin('{'); }
  void EndObject() { End('}'); }
  void BeginArray() { Begin('['); }
  void EndArray() { End(']'); }
  void Key(std::string_view key);
  void String(std::string_view value);
  void Number(uint64_t value) { Raw(std::to_string(value)); }
  void Bool(bool value) { Raw(value ? "true" : "false"); }
  void Null() { Raw("null"); }
  // A value or a piece of the document that is JSON already.
  void Raw(std::string_view text);
  void NewLine();

  void StringMember(std::string_view key, std::string_view value);
  void NumberMember(std::string_view key, uint64_t value);

 private:
  void Begin(char bracket);
  void End(char bracket);
  void BeforeValue();

  std::string* out_;
  bool indent_;
  size_t depth_;
  bool empty_ = true;  // nothing yet in the innermost container
  bool after_key_ = false;
};

}  // namespace tfsck::bench

#endif  // TFSCK_BENCH_GENERATE_STATE_JSON_WRITER_H_
