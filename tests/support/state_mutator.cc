#include "tests/support/state_mutator.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engine/base/buffer.h"

namespace tfsck::testing {
namespace {

using json::Kind;
using json::Tape;

const std::vector<std::string> kGrammarKeys = {"version",
                                               "terraform_version",
                                               "serial",
                                               "lineage",
                                               "outputs",
                                               "resources",
                                               "check_results",
                                               "value",
                                               "type",
                                               "sensitive",
                                               "deprecated",
                                               "module",
                                               "mode",
                                               "name",
                                               "each",
                                               "provider",
                                               "instances",
                                               "index_key",
                                               "status",
                                               "deposed",
                                               "schema_version",
                                               "attributes",
                                               "attributes_flat",
                                               "sensitive_attributes",
                                               "private",
                                               "dependencies",
                                               "depends_on",
                                               "create_before_destroy",
                                               "skip_destroy",
                                               "identity",
                                               "identity_schema_version",
                                               "object_kind",
                                               "config_addr",
                                               "objects",
                                               "object_addr",
                                               "failure_messages",
                                               "modules",
                                               "path",
                                               "primary",
                                               "meta",
                                               "tainted",
                                               "backend",
                                               "remote",
                                               "id"};

const std::vector<std::string> kOddValues = {
    "null",
    "true",
    "false",
    "\"\"",
    "[]",
    "{}",
    "[[]]",
    "[{}]",
    "{\"\":{}}",
    "[null]",
    "-1",
    "-0",
    "0",
    "1",
    "2",
    "3",
    "4",
    "5",
    "1.0",
    "1.5",
    "4e0",
    "1e400",
    "-1e400",
    "1e-400",
    "18446744073709551615",
    "18446744073709551616",
    "9007199254740993",
    "-9223372036854775809",
    "\"x\"",
    "\"1\"",
    "\"null\"",
    "\"tainted\"",
    "\"managed\"",
    "\"data\"",
    "\"list\"",
    "\"map\"",
    "\"string\"",
    "\"number\"",
    "\"bool\"",
    "\"dynamic\"",
    "[\"list\",\"string\"]",
    "[\"tuple\",[\"string\"]]",
    "[\"object\",{\"a\":\"string\"}]",
    "[\"set\",\"dynamic\"]",
    "[\"map\",[\"list\",\"number\"]]",
    "{\"value\":1,\"type\":\"number\"}",
    "{\"value\":[],\"type\":[\"tuple\",[]]}",
    "\"00000000\"",
    "\"pass\"",
    "\"check\"",
    "\"var\"",
    "\"output\"",
    "\"resource\"",
    "\"AAAA\"",
    "\"A\"",
    "\"A\\n=\\n==\"",
    "[1,2,255]",
    "[256]",
    "\"1.2\"",
    "\"v1.2.3-beta1\"",
    "\"01.2.3\"",
    "\"\\ud800\"",
    "\"\\u0000\"",
    "\"a\\u0301\"",
    "\"\xff\"",
    "\"\\u2028<&>\"",
    "\"${x}\"",
    "\"terraform_data.a\"",
    "\"module.m.aws_x.y\"",
    "\"module.a[0]\"",
    "\"aws_x.y[0]\"",
    "[{\"type\":\"get_attr\",\"value\":\"id\"}]",
    "[[{\"type\":\"index\",\"value\":{\"value\":0,\"type\":\"number\"}}]]"};

const std::string_view kOddBytes(
    "\"\\{}[],: \n\r\t/0123456789-+.eEnulltruefalse\x00\x01\x7f\xc3\x80\xff", 50);

// `text` with [begin, end) replaced.
std::string Spliced(std::string_view text, size_t begin, size_t end, std::string_view with) {
  std::string out(text.substr(0, begin));
  out += with;
  out += text.substr(end);
  return out;
}

// `text` with two ranges, the first before the second, in each other's place.
std::string Exchanged(std::string_view text, size_t a, size_t a_end, size_t b, size_t b_end) {
  std::string out(text.substr(0, a));
  out += text.substr(b, b_end - b);
  out += text.substr(a_end, b - a_end);
  out += text.substr(a, a_end - a);
  out += text.substr(b_end);
  return out;
}

// Which list of odd addresses belongs to the values under a key.
std::string AddressesOf(const std::string& key) {
  return key == "object_addr" ? "config_addr" : key == "depends_on" ? "dependencies" : key;
}

}  // namespace

// A value in an object (with its key) or in an array, with what stands before and behind it.
struct StateMutator::Site {
  std::string key;           // of the value, or of the array it stands in
  std::string_view raw_key;  // as written, with its quotes
  bool member = false;       // of an object
  size_t begin = 0;          // of the key, or of the value
  size_t value = 0;
  size_t end = 0;
  size_t previous_end = 0;  // of the sibling before; 0: it is the first
  size_t next_begin = 0;    // of the sibling behind; 0: it is the last
  bool inside_raw = false;  // inside attributes or an output's value, which readers skip
};

std::vector<StateMutator::Site> StateMutator::Sites(const Tape& tape) const {
  std::vector<Site> sites;
  std::vector<std::string> key_of(tape.end(0));
  std::vector<bool> raw(tape.end(0));
  for (uint32_t node = 0; node < tape.end(0); ++node) {
    const bool object = tape.kind(node) == Kind::kObject;
    if (!object && tape.kind(node) != Kind::kArray) continue;
    size_t previous_end = 0;
    for (uint32_t at = tape.FirstChild(node); at != tape.end(node);) {
      const uint32_t value = object ? at + 1 : at;
      Site site;
      site.key = object ? tape.Text(at) : key_of[node];
      site.raw_key = object ? tape.Raw(at) : std::string_view();
      site.member = object;
      site.begin = tape.Offset(at);
      site.value = tape.Offset(value);
      site.end = site.value + tape.Raw(value).size();
      site.previous_end = previous_end;
      site.inside_raw = raw[node];
      if (previous_end != 0) sites.back().next_begin = site.begin;  // siblings are neighbours
      previous_end = site.end;
      key_of[value] = site.key;
      raw[value] = raw[node] || site.key == "attributes" || site.key == "identity";
      at = tape.end(value);
      sites.push_back(std::move(site));
    }
  }
  return sites;
}

std::string StateMutator::NextDocument() {
  std::string document = Pick(corpus_.bases);
  for (size_t left = 1 + Below(3) * Below(3) + Below(2); left > 0; --left) {
    document = Mutate(document);
  }
  return document;
}

std::string StateMutator::Mutate(const std::string& document) {
  const Buffer buffer = Buffer::Copy(document);
  const Tape tape(buffer.bytes);
  if (tape.empty() || OneIn(16)) return MutateBytes(document);
  return MutateStructure(document, tape);
}

std::string StateMutator::MutateStructure(const std::string& document, const Tape& tape) {
  const std::vector<Site> sites = Sites(tape);
  if (sites.empty()) return MutateBytes(document);
  size_t chosen = Below(sites.size());
  while (sites[chosen].inside_raw && !OneIn(6)) chosen = Below(sites.size());
  const Site& site = sites[chosen];
  const std::string_view text(document);
  const std::string_view value = text.substr(site.value, site.end - site.value);
  switch (Below(12)) {
    case 0:  // drop
      if (site.next_begin != 0) return Spliced(text, site.begin, site.next_begin, "");
      return Spliced(text, site.previous_end != 0 ? site.previous_end : site.begin, site.end, "");
    case 1: {  // repeat, with the same or another value
      const std::string copy =
          site.member ? fmt::format("{}: {}", site.raw_key,
                                    OneIn(2) ? std::string(value) : SomeValue(site.key, value))
                      : std::string(value);
      const Site& place = OneIn(2) ? Pick(sites) : site;
      if (place.member != site.member) return Spliced(text, site.end, site.end, ", " + copy);
      return Spliced(text, place.end, place.end, ", " + copy);
    }
    case 2:  // rename
      if (!site.member) return Spliced(text, site.value, site.end, SomeValue(site.key, value));
      return Spliced(text, site.begin, site.value, SomeKey(site.key) + ": ");
    case 3: {  // swap two values
      const Site& other = Pick(sites);
      const Site& first = site.value < other.value ? site : other;
      const Site& second = site.value < other.value ? other : site;
      if (first.end > second.value) return Spliced(text, site.value, site.end, Pick(kOddValues));
      return Exchanged(text, first.value, first.end, second.value, second.end);
    }
    case 4:  // reorder neighbours
      if (site.next_begin == 0) return Spliced(text, site.value, site.end, "null");
      return Exchanged(text, site.begin, site.end, sites[chosen + 1].begin, sites[chosen + 1].end);
    case 5: {  // a new member or element beside it
      const std::string& key = OneIn(2) ? Pick(kGrammarKeys) : Pick(corpus_.keys);
      const std::string added = site.member
                                    ? fmt::format("{}: {}", SomeKey(key), SomeValue(key, {}))
                                    : SomeValue(site.key, {});
      return Spliced(text, site.end, site.end, ", " + added);
    }
    case 6:
    case 7:  // nudge
      return Spliced(text, site.value, site.end, NudgedScalar(std::string(value)));
    default:
      return Spliced(text, site.value, site.end, SomeValue(site.key, value));
  }
}

std::string StateMutator::SomeValue(const std::string& key, std::string_view old) {
  const auto addresses = corpus_.addresses.find(AddressesOf(key));
  if (addresses != corpus_.addresses.end() && !old.starts_with('[') && !OneIn(4)) {
    return Pick(addresses->second);
  }
  const auto fragments = corpus_.fragments.find(key);
  if (fragments != corpus_.fragments.end() && !OneIn(3)) return Pick(fragments->second);
  if (OneIn(8)) return Pick(corpus_.fragments.at(Pick(corpus_.keys)));
  if (OneIn(40)) {
    const size_t depth = OneIn(4) ? 10050 : 1 + Below(200);
    return std::string(depth, '[') + std::string(depth, ']');
  }
  return Pick(kOddValues);
}

std::string StateMutator::SomeKey(std::string_view old) {
  if (OneIn(3)) return FoldedKey(old);
  if (OneIn(6)) return Pick(kOddValues).starts_with('"') ? "\"\"" : "\"\\ud800\"";
  return '"' + Pick(kGrammarKeys) + '"';
}

// The key in other letters: capitals, escapes, and the two code points that fold into ASCII.
std::string StateMutator::FoldedKey(std::string_view key) {
  std::string folded = "\"";
  for (const char c : key) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    if (!letter || !OneIn(4)) {
      if (c == '"' || c == '\\') folded += '\\';
      folded += c;
    } else if (c == 's' && OneIn(2)) {
      folded += OneIn(2) ? "\xC5\xBF" : "\\u017f";
    } else if (c == 'k' && OneIn(2)) {
      folded += OneIn(2) ? "\xE2\x84\xAA" : "\\u212A";
    } else if (OneIn(2)) {
      folded += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
    } else {
      folded += static_cast<char>(c ^ 0x20);
    }
  }
  return folded + '"';
}

// A scalar a little different; containers become empty or get another first byte.
std::string StateMutator::NudgedScalar(std::string text) {
  if (text.size() < 2 || !text.starts_with('"')) {
    static constexpr std::array<std::string_view, 8> kTails = {"0",  ".0", "e1",   "e-1",
                                                               ".5", "1",  "e400", "00"};
    if (text.size() > 20) return text.starts_with('[') ? "[]" : "{}";
    if (OneIn(4)) return '"' + text.substr(0, text.find('"')) + '"';
    return text + std::string(kTails[Below(kTails.size())]);
  }
  static const std::vector<std::string> kInserts = {".",
                                                    "[",
                                                    "]",
                                                    "[0]",
                                                    "[\\\"k\\\"]",
                                                    " ",
                                                    "\\n",
                                                    "\\\"",
                                                    "\\\\",
                                                    "\\u0000",
                                                    "\\ud83d",
                                                    "\\/",
                                                    "\\u00E9",
                                                    "e\\u0301",
                                                    "\xCC\x81",
                                                    "\xff",
                                                    "$${",
                                                    "%{",
                                                    "A",
                                                    "-",
                                                    "_",
                                                    "0",
                                                    "/",
                                                    "\\u003c",
                                                    "\xE2\x80\xA8",
                                                    "\xF0\x9F\x98\x80",
                                                    ":",
                                                    "xn--",
                                                    "module.",
                                                    "data.",
                                                    "=",
                                                    "\\u200b"};
  const size_t at = 1 + Below(text.size() - 1);
  if (text[at - 1] == '\\') return text;
  if (OneIn(3) && at + 1 < text.size() && text[at] != '\\') return text.erase(at, 1);
  return text.insert(at, Pick(kInserts));
}

std::string StateMutator::MutateBytes(std::string document) {
  if (document.empty()) return std::string(1, kOddBytes[Below(kOddBytes.size())]);
  const size_t at = Below(document.size());
  switch (Below(8)) {
    case 0:
      document.resize(at);
      return document;
    case 1:
      return document.erase(at, 1 + Below(4));
    case 2:
      return document.insert(at, 1, kOddBytes[Below(kOddBytes.size())]);
    case 3:
      return document.insert(at, document.substr(at, 1 + Below(64)));
    case 4:
      document[at] = static_cast<char>(document[at] ^ (1 << Below(8)));
      return document;
    case 5:
      return document + std::string(1 + Below(3), kOddBytes[Below(kOddBytes.size())]);
    default:
      document[at] = kOddBytes[Below(kOddBytes.size())];
      return document;
  }
}

}  // namespace tfsck::testing
