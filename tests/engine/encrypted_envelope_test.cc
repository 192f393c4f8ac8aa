#include "engine/encrypted_envelope.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/base/buffer.h"

namespace tfsck {
namespace {

using Kind = EnvelopeFlaw::Kind;

const std::string kData = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==";  // 28 bytes
const std::string kGood =
    R"({"serial":7,"lineage":"l","meta":{"key_provider.pbkdf2.p":"e30="},"encrypted_data":")" +
    kData + R"(","encryption_version":"v0"})";

EnvelopeInfo Read(const std::string& text) { return ReadEnvelope(Buffer::Copy(text).bytes); }

std::string Replaced(std::string text, std::string_view from, std::string_view to) {
  const size_t at = text.find(from);
  EXPECT_NE(at, text.npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(ReadEnvelopeTest, TellsWhatIsClear) {
  const EnvelopeInfo info = Read(kGood);
  EXPECT_EQ(info.serial, 7u);
  EXPECT_EQ(info.lineage, "l");
  EXPECT_EQ(info.version, "v0");
  EXPECT_EQ(info.key_providers, std::vector<std::string>{"key_provider.pbkdf2.p"});
  EXPECT_EQ(info.payload_bytes, 28u);
  EXPECT_TRUE(info.flaws.empty());
}

struct Case {
  std::string_view from;
  std::string_view to;
  Kind kind;
  std::string_view detail;
  std::string_view at;  // the text that the offset is of; "": the end
};

TEST(ReadEnvelopeTest, FindsWhatCannotBeDecrypted) {
  const std::vector<Case> cases = {
      {"\"v0\"", "\"v1\"", Kind::kVersion, "v1", "\"v1\""},
      {",\"encryption_version\":\"v0\"", "", Kind::kVersion, "", ""},
      {"\"v0\"", "0}", Kind::kFieldType, "encryption_version: number", "0}"},
      {"\"key_provider.pbkdf2.p\":\"e30=\"", "", Kind::kNoMeta, "", ""},
      {"\"e30=\"", "\"e30\"", Kind::kMetaBase64, "key_provider.pbkdf2.p", "\"e30\""},
      {"\"e30=\"", "[]", Kind::kFieldType, "meta.key_provider.pbkdf2.p: array", "[]"},
      {kData, "AAAA", Kind::kDataShort, "3", "\"AAAA\""},
      {kData, "", Kind::kDataMissing, "", "\"\""},
      {kData, "A*==", Kind::kDataBase64, "", "\"A*==\""},
      {"\"encrypted_data\"", "\"other\"", Kind::kDataMissing, "", ""},
      {"\"serial\":7,", "", Kind::kSerialMissing, "", ""},
      {"7", "null", Kind::kSerialMissing, "", ""},
      {"\"lineage\":\"l\",", "", Kind::kLineageMissing, "", ""},
  };
  for (const Case& c : cases) {
    std::string text = Replaced(kGood, c.from, c.to);
    if (c.to == "0}") text.pop_back();
    const uint64_t offset = c.at.empty() ? text.size() : text.find(c.at);
    const EnvelopeInfo info = Read(text);
    ASSERT_EQ(info.flaws.size(), 1u) << c.from << " -> " << c.to;
    EXPECT_EQ(info.flaws[0], (EnvelopeFlaw{c.kind, offset, std::string(c.detail)}))
        << c.from << " -> " << c.to;
  }
}

TEST(ReadEnvelopeTest, SerialsAreWholeNumbers) {
  for (const auto* text : {"-1", "7.5", "7e0", "18446744073709551616"}) {
    const EnvelopeInfo info = Read(Replaced(kGood, "7", text));
    ASSERT_EQ(info.flaws.size(), 2u) << text;
    EXPECT_EQ(info.flaws[0],
              (EnvelopeFlaw{Kind::kFieldType, 10, "serial: number " + std::string(text)}));
    EXPECT_EQ(info.flaws[1].kind, Kind::kSerialMissing);
  }
}

TEST(ReadEnvelopeTest, EscapesInBase64AreFine) {
  EXPECT_TRUE(Read(Replaced(kGood, "AAAA", "A\\/\\u0041A")).flaws.empty());
}

TEST(ReadEnvelopeTest, DamageIsTheOnlyFlawAndTheClearPartIsKept) {
  const EnvelopeInfo info = Read(kGood.substr(0, 100));
  EXPECT_EQ(info.serial, 7u);  // it stands before the cut
  ASSERT_EQ(info.flaws.size(), 1u);
  EXPECT_EQ(info.flaws[0], (EnvelopeFlaw{Kind::kSyntax, 100, "unexpected end of JSON input"}));
  const EnvelopeInfo trailing = Read(kGood + " x");
  EXPECT_EQ(trailing.serial, 7u);
  ASSERT_EQ(trailing.flaws.size(), 1u);
  EXPECT_EQ(trailing.flaws[0].detail, "invalid character 'x' after top-level value");
}

}  // namespace
}  // namespace tfsck
