#include <gtest/gtest.h>

#include <ostream>
#include <set>
#include <string>

#include "engine/document.h"

namespace tfsck {
namespace {

using K = DocumentKind;

struct Case {
  std::string_view name;
  std::string text;
  DocumentKind kind;
};

void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

class RecogniseTest : public ::testing::TestWithParam<Case> {};

TEST_P(RecogniseTest, TellsTheKind) {
  EXPECT_EQ(KindName(Recognise(Buffer::Copy(GetParam().text).bytes)), KindName(GetParam().kind));
}

std::string Bytes(std::string_view text) { return std::string(text); }

std::string Utf16(std::string_view text, bool little, bool mark) {
  std::string out = !mark ? "" : little ? "\xFF\xFE" : "\xFE\xFF";
  for (const char c : text) out += little ? std::string{c, '\0'} : std::string{'\0', c};
  return out;
}

const std::string kV4 =
    R"({"version":4,"terraform_version":"1.11.4","serial":7,"lineage":"l","outputs":{},"resources":[],"check_results":null})";
const std::string kEnvelope =
    R"({"serial":1,"lineage":"l","meta":{"key_provider.pbkdf2.p":"e30="},"encrypted_data":"AAAA","encryption_version":"v0"})";
const std::string kLock =
    R"({"ID":"i","Operation":"OperationTypeApply","Info":"","Who":"a@b","Version":"1.11.4","Created":"2026-11-21T18:41:16Z","Path":"terraform.tfstate"})";
const std::string kSopsBlock = R"("sops":{"age":[{"recipient":"r","enc":"e"}],"mac":"m"})";

INSTANTIATE_TEST_SUITE_P(
    States, RecogniseTest,
    ::testing::Values(
        Case{"v4", kV4, K::kState},
        Case{"indented, CRLF", "\r\n{\r\n  \"version\": 4,\r\n  \"serial\": 1\r\n}\r\n", K::kState},
        Case{"version last", R"({"check_results":null,"serial":7,"lineage":"l","version":4})",
             K::kState},
        Case{"version missing", R"({"terraform_version":"1","serial":7,"resources":[]})",
             K::kState},
        Case{"version text", R"({"version":"4","terraform_version":"1"})", K::kState},
        Case{"version null", R"({"version":null,"terraform_version":"1","serial":1})", K::kState},
        Case{"version fraction", R"({"version":4.0,"serial":1})", K::kState},
        Case{"version negative", R"({"version":-4})", K::kState},
        Case{"version 99", R"({"version":99})", K::kState},
        Case{"folded keys", "{\"lineage\":\"l\",\"VER\\u017fION\":4}", K::kState},
        Case{"v1", R"({"version":1,"serial":3,"modules":[]})", K::kState},
        Case{"v3", R"({"version":3,"modules":[]})", K::kState},
        Case{"v3 with a backend of its own",
             R"({"version":3,"backend":{"type":"s3"},"modules":[]})", K::kState},
        Case{"v4 body labelled 3", R"({"version":3,"resources":[]})", K::kState},
        Case{"v3 body lost its modules", R"({"version":3,"serial":2,"lineage":"l"})", K::kState},
        Case{"resources first", R"({"resources":[{"mode":"managed"}],"version":4})", K::kState},
        Case{"serial and lineage alone", R"({"serial":7,"lineage":"l"})", K::kState},
        Case{"trailing NULs", kV4 + std::string(9, '\0'), K::kState},
        Case{"resource named sops", R"({"version":4,"outputs":{"sops":{}}})", K::kState},
        Case{"UTF-8 mark", "\xEF\xBB\xBF" + kV4, K::kState},
        Case{"UTF-16 LE", Utf16(kV4, true, true), K::kState},
        Case{"UTF-16 BE", Utf16(kV4, false, true), K::kState},
        Case{"UTF-16 LE without mark", Utf16(kV4, true, false), K::kState},
        Case{"UTF-16 BE without mark", Utf16(kV4, false, false), K::kState}));

INSTANTIATE_TEST_SUITE_P(
    Damaged, RecogniseTest,
    ::testing::Values(
        Case{"one byte", "{", K::kState}, Case{"inside the first key", "{\n  \"vers", K::kState},
        Case{"inside a string", R"({"lineage":"abc)", K::kState},
        Case{"single quotes", "{\n  'version': 4,\n  \"serial\": 7\n", K::kState},
        Case{"comment", "{ // state\n \"version\": 4}", K::kState},
        Case{"trailing comma", R"({"serial":7,"lineage":"l",})", K::kState},
        Case{"control in a string", "{\"serial\":1,\"x\":\"\x01\"}", K::kState},
        Case{"pointer cut off", R"({"version":3,"backend":{"type":"s)", K::kBackendPointer},
        Case{"v3 cut off", R"({"version":3,"terraform_version":"0.11)", K::kState},
        Case{"envelope cut off", kEnvelope.substr(0, 80), K::kEncryptedState},
        Case{"show state cut off", R"({"format_version":"1.0","terraform_version":"1)",
             K::kShowState},
        Case{"plan cut off", R"({"format_version":"1.2","x":1,"planned_values":{"a)", K::kShowPlan},
        Case{"lock cut off", kLock.substr(0, 40), K::kLockInfo},
        Case{"unknown cut off", R"({"a":"b)", K::kOther}, Case{"braces", "{foo}", K::kOther},
        Case{"too deep", std::string(20000, '['), K::kOther}));

INSTANTIATE_TEST_SUITE_P(
    OtherJson, RecogniseTest,
    ::testing::Values(
        Case{"pointer", R"({"version":3,"terraform_version":"1","backend":{"type":"s3"}})",
             K::kBackendPointer},
        Case{"pointer with serial", R"({"version":3,"serial":1,"lineage":"l","backend":{}})",
             K::kBackendPointer},
        Case{"state store", R"({"state_store":{"type":"x"},"version":3})", K::kBackendPointer},
        Case{"unconfigured pointer", R"({"version":3,"terraform_version":"1"})",
             K::kBackendPointer},
        Case{"show state", R"({"format_version":"1.0","values":{"root_module":{}}})",
             K::kShowState},
        Case{"empty show state", R"({"format_version":"1.0"})", K::kShowState},
        Case{"show state with checks", R"({"format_version":"1.0","checks":[]})", K::kShowState},
        Case{"show plan", R"({"format_version":"1.2","planned_values":{},"values":{}})",
             K::kShowPlan},
        Case{"provider schemas", R"({"format_version":"1.0","provider_schemas":{}})", K::kJson},
        Case{"envelope", kEnvelope, K::kEncryptedState},
        Case{"envelope without version", R"({"serial":1,"meta":{},"encrypted_data":""})",
             K::kEncryptedState},
        Case{"envelope version only", R"({"encryption_version":"v0"})", K::kEncryptedState},
        Case{"lock", kLock, K::kLockInfo},
        Case{"lock, reordered", R"({"Version":"1","Who":"w","Operation":"o","ID":"i"})",
             K::kLockInfo},
        Case{"chunk index", R"({"current-hash":"h","chunks":["p/tfstate.h/0"]})",
             K::kConsulChunkIndex},
        Case{"stream", "{\"@level\":\"info\",\"@message\":\"m\"}\n{\"@level\":\"info\"}\n",
             K::kApplyStream},
        Case{"modules.json", R"({"Modules":[{"Key":"","Source":"","Dir":"."}]})", K::kJson},
        Case{"package.json", R"({"name":"n","version":"1.0.0"})", K::kJson},
        Case{"CloudFormation", R"({"Resources":{"B":{"Type":"AWS::S3::Bucket"}}})", K::kJson},
        Case{"ARM", R"({"$schema":"s","resources":[]})", K::kJson},
        Case{"output -json", R"({"serial":{"value":1},"outputs":{"value":2}})", K::kJson},
        Case{"empty object", "{}", K::kJson}, Case{"null", "null\n", K::kJson},
        Case{"array", "[1,2]", K::kJson}, Case{"string", "\"x\"", K::kJson}));

INSTANTIATE_TEST_SUITE_P(
    EncryptedAtRest, RecogniseTest,
    ::testing::Values(
        Case{"git-crypt", Bytes({"\0GITCRYPT\0\x12\x34", 12}), K::kGitCrypt},
        Case{"age", "age-encryption.org/v1\n-> X25519 abc\n", K::kAge},
        Case{"armored age", "-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n", K::kAge},
        Case{"armored PGP", "-----BEGIN PGP MESSAGE-----\n\nhQ==\n", K::kPgp},
        Case{"PGP, RSA key",
             Bytes({"\x85\x02\x0c\x03"
                    "KEYIDxxx\x01",
                    13}),
             K::kPgp},
        Case{"PGP, X25519 key",
             Bytes({"\x84\x5e\x03"
                    "KEYIDxxx\x12",
                    12}),
             K::kPgp},
        Case{"PGP, new format",
             Bytes({"\xc1\xc0\x4c\x03"
                    "KEYIDxxx\x01",
                    13}),
             K::kPgp},
        Case{"PGP, pass phrase", Bytes({"\x8c\x0d\x04\x09\x03\x02", 6}), K::kPgp},
        Case{"PGP, new format pass phrase", Bytes({"\xc3\x0d\x04\x09\x03\x02", 6}), K::kPgp},
        Case{"ansible-vault", "$ANSIBLE_VAULT;1.1;AES256\n6162\n", K::kAnsibleVault},
        Case{"SOPS, binary", R"({"data":"ENC[AES256_GCM,data:x]",)" + kSopsBlock + "}", K::kSops},
        Case{"SOPS, JSON",
             R"({"version":"ENC[AES256_GCM,data:x]","resources":[],)" + kSopsBlock + "}", K::kSops},
        Case{"SOPS, values in part", R"({"version":4,"resources":[],)" + kSopsBlock + "\n}\n",
             K::kSops},
        Case{"SOPS, keys sorted",
             R"({"lineage":"ENC[AES256_GCM,x]","resources":[],)" + kSopsBlock + R"(,"version":4})",
             K::kSops},
        Case{"SOPS, YAML", "version: ENC[AES256_GCM,data:x]\nsops:\n    mac: m\n", K::kSops}));

INSTANTIATE_TEST_SUITE_P(
    Others, RecogniseTest,
    ::testing::Values(
        Case{"nothing", "", K::kEmpty}, Case{"white space", " \n\t\r\n", K::kEmpty},
        Case{"NULs", std::string(5000, '\0'), K::kEmpty},
        Case{"mark alone", "\xEF\xBB\xBF", K::kEmpty},
        Case{"UTF-16 mark alone", "\xFF\xFE", K::kEmpty},
        Case{"NULs before text", Bytes({"\0\0\0\0{\"version\":4}", 17}), K::kOther},
        Case{"binary v0", Bytes({"tfstate\x01\x02", 9}), K::kBinaryState},
        Case{"plan file",
             Bytes({"PK\3\4\x14\0\x08\0\x08\0........\0\0\0\0\0\0\0\0\x06\0\0\0tfplan", 36}),
             K::kPlanFile},
        Case{"other zip",
             Bytes({"PK\3\4\x14\0\x08\0\x08\0........\0\0\0\0\0\0\0\0\x06\0\0\0readme", 36}),
             K::kOther},
        Case{"HTML", "<html><body>403 Forbidden</body></html>", K::kHtml},
        Case{"doctype", "\n<!DOCTYPE html>\n", K::kHtml},
        Case{"XML error of a bucket", "<?xml version=\"1.0\"?><Error/>", K::kHtml},
        Case{"conflict at once", "<<<<<<< HEAD\n{\n", K::kMergeConflict},
        Case{"conflict on the serial",
             "{\n  \"version\": 4,\n<<<<<<< HEAD\n  \"serial\": 7,\n=======\n  \"serial\": 8,\n"
             ">>>>>>> b\n  \"lineage\": \"l\"\n}\n",
             K::kMergeConflict},
        Case{"YAML", "# a comment\n\nversion: 4\nserial: 7\n", K::kYaml},
        Case{"YAML with a mark", "---\nfoo\n", K::kYaml}, Case{"YAML list", "- a\n- b\n", K::kYaml},
        Case{"HCL", "terraform {\n  backend \"s3\" {}\n}\n", K::kOther},
        Case{"error message", "Error: No state file was found!\n\nState management\n", K::kOther},
        Case{"text", "false alarm", K::kOther}, Case{"noise", "\x9f\x01\xfe\x88\x17", K::kOther},
        Case{"gzip", "\x1f\x8b\x08", K::kOther}));

// What the oracle's states are cut to, at every byte, is still a state.
TEST(RecogniseTest, EveryTruncationOfAStateIsAState) {
  const std::string indented =
      "{\n  \"version\": 4,\n  \"terraform_version\": \"1.11.4\",\n  \"serial\": 7,\n"
      "  \"lineage\": \"l\",\n  \"outputs\": {},\n  \"resources\": [],\n  \"check_results\": "
      "null\n}\n";
  for (const std::string& text : {kV4, indented}) {
    for (size_t size = 1; size <= text.size(); ++size) {
      const Buffer buffer = Buffer::Copy(text.substr(0, size));
      EXPECT_EQ(Recognise(buffer.bytes), K::kState) << buffer.bytes;
    }
  }
}

TEST(RecogniseTest, AStateIsKnownByItsFirstKeyWhateverFollows) {
  // Were it read on, the cursor would find the damage and the words of another kind.
  const Buffer buffer = Buffer::Copy(R"({"version":4,"format_version":"1","values":{}}}}} oops)");
  EXPECT_EQ(Recognise(buffer.bytes), K::kState);
}

TEST(RecogniseTest, ConflictMarkersAreFoundAtLineBeginningsOnly) {
  EXPECT_EQ(FindConflictMarker("<<<<<<< HEAD"), 0u);
  EXPECT_EQ(FindConflictMarker("{\n<<<<<<< HEAD"), 2u);
  EXPECT_EQ(FindConflictMarker("{\"a\": \"<<<<<<< HEAD\"}"), std::string_view::npos);
  EXPECT_EQ(FindConflictMarker("\n<<<<<<<<<"), std::string_view::npos);
}

TEST(KindNameTest, EveryKindHasANameOfItsOwn) {
  std::set<std::string_view> names;
  for (int kind = 0; kind <= static_cast<int>(K::kOther); ++kind) {
    EXPECT_TRUE(names.insert(KindName(static_cast<K>(kind))).second) << kind;
  }
}

TEST(KindNameTest, WhatIsEncryptedAtRestTellsHowToOpenIt) {
  for (const K kind : {K::kGitCrypt, K::kSops, K::kAge, K::kPgp, K::kAnsibleVault}) {
    EXPECT_TRUE(IsEncryptedAtRest(kind));
    EXPECT_NE(HowToOpen(kind), "");
  }
  EXPECT_FALSE(IsEncryptedAtRest(K::kEncryptedState));
  EXPECT_EQ(HowToOpen(K::kSops), "sops --decrypt FILE");
  EXPECT_EQ(HowToOpen(K::kState), "");
}

}  // namespace
}  // namespace tfsck
