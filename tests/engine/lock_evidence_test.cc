#include "engine/lock_evidence.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/base64.h"
#include "tests/support/check_support.h"
#include "tests/support/lock_support.h"

namespace tfsck {
namespace {

using test::CorpusPath;
using test::NamedText;
using test::ReadEvidence;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

NamedText Recorded(const std::string& name) {
  return {name, test::ReadFile(CorpusPath("locks/recorded/" + name))};
}

// "backend container key: unlock id, who" for each record.
std::vector<std::string> Lines(const LockEvidence& evidence) {
  std::vector<std::string> lines;
  for (const LockRecord& record : evidence.records) {
    lines.push_back(fmt::format("{} {} {}: {}, {}", BackendId(record.backend),
                                record.state.container, record.state.key, record.unlock_id,
                                record.info.who));
  }
  return lines;
}

std::vector<std::string> LinesOf(const std::vector<NamedText>& inputs) {
  return Lines(ReadEvidence(inputs));
}

TEST(LockEvidence, OfRecordedBackends) {
  EXPECT_THAT(LinesOf({Recorded("s3/ddb-items-after-kill9.json")}),
              ElementsAre("dynamodb tfstate prod/app/terraform.tfstate: "
                          "51fba114-a76b-a42a-e200-d7cb048b4aca, root@vm"));
  EXPECT_THAT(LinesOf({Recorded("s3/lf-tflock-after-kill9.json")}),
              ElementsAre(::testing::StartsWith("s3 plainstate lf/app/terraform.tfstate: ")));
  EXPECT_THAT(LinesOf({Recorded("gcs/tflock-after-kill9.json")}),
              ElementsAre("gcs tfstate prod/app/default.tfstate: , root@vm"));
  EXPECT_THAT(
      LinesOf({Recorded("gcs/list-after-kill9.json"), Recorded("gcs/tflock-after-kill9.json")}),
      ElementsAre("gcs tfstate prod/app/default.tfstate: 1795287538261, root@vm"));
  EXPECT_THAT(LinesOf({Recorded("gcs/list-after-kill9.json")}),
              ElementsAre("gcs tfstate prod/app/default.tfstate: 1795287538261, "));
  for (const char* name :
       {"azure/list-after-kill9.txt", "azure/head-after-kill9.txt", "azure/get-after-kill9.txt"}) {
    EXPECT_THAT(LinesOf({Recorded(name)}),
                ElementsAre("azurerm tfstate prod/app.terraform.tfstate: "
                            "301b1923-cc21-2aa1-8a6f-732f2fd53e3d, root@vm"));
  }
  EXPECT_THAT(LinesOf({Recorded("kubernetes/leases-after-kill9.json")}),
              ElementsAre("kubernetes infra tfstate-default-app: "
                          "cdac652b-10f2-f998-036d-980218526750, root@vm"));
  EXPECT_THAT(LinesOf({Recorded("http/locked-423-body.json")}),
              ElementsAre("http  : 82ec6ed4-50ef-dc4b-672d-ee8d9de9d688, root@vm"));
}

TEST(LockEvidence, ReleasedLocksAreNone) {
  EXPECT_THAT(LinesOf({Recorded("azure/list-final.txt")}), IsEmpty());
  // Snapshots keep the metadata of the lock under which they were made.
  EXPECT_THAT(LinesOf({Recorded("azure/list-after-3-applies.txt")}), IsEmpty());
  EXPECT_THAT(
      LinesOf({{"lease.json", R"({"apiVersion":"coordination.k8s.io/v1","kind":"Lease",)"
                              R"("metadata":{"name":"lock-tfstate-default-app"},"spec":{}})"}}),
      IsEmpty());
  EXPECT_THAT(LinesOf({Recorded("s3/lfv-versions-after-next-apply.json")}), IsEmpty());
}

TEST(LockEvidence, StatesInKubernetesSecretsAreUnpacked) {
  const LockEvidence evidence = ReadEvidence({Recorded("kubernetes/secrets-after-kill9.json")});
  ASSERT_EQ(evidence.states.size(), 1u);
  EXPECT_EQ(evidence.states[0].state.Text(), "infra/tfstate-default-app");
  EXPECT_TRUE(evidence.states[0].readable);
  EXPECT_EQ(evidence.states[0].tool_version, "1.11.4");
  EXPECT_THAT(evidence.chunks, IsEmpty());
}

constexpr const char kInfo[] =
    R"({\"ID\":\"i\",\"Operation\":\"init\",\"Who\":\"a@b\",\"Created\":\"2026-11-22T10:00:00Z\",\"Path\":\"b/k\"})";

TEST(LockEvidence, DynamoDbItemsInEveryPrint) {
  const std::string item = fmt::format(R"({{"LockID":{{"S":"b/k"}},"Info":{{"S":"{}"}}}})", kInfo);
  const std::string digest = R"({"LockID":{"S":"b/k-md5"},"Digest":{"S":"d"}})";
  for (const std::string& text : {"{\"Item\":" + item + "}", "[" + item + "," + digest + "]", item,
                                  "{\"Items\":[" + digest + "," + item + "],\"Count\":2}",
                                  "{\"Item\":" + item + "}\n\n{\"Item\":" + digest + "}\n"}) {
    EXPECT_THAT(LinesOf({{"items", text}}), ElementsAre("dynamodb b k: i, a@b")) << text;
  }
}

TEST(LockEvidence, OnlyAWholeScanTellsWhatIsNotInTheTable) {
  const auto whole = [](const std::string& text) {
    return ReadEvidence({{"items", text}}).HasWholeTable();
  };
  EXPECT_TRUE(whole(R"({"Items":[],"Count":0,"ScannedCount":0})"));
  EXPECT_FALSE(whole(R"({"Items":[{"LockID":{"S":"a"}}],"Count":1,"ScannedCount":9})"));
  EXPECT_FALSE(whole(R"({"Items":[{"LockID":{"S":"a"}}],"Count":1,"ScannedCount":1,)"
                     R"("LastEvaluatedKey":{}})"));
  EXPECT_FALSE(whole(R"({"Item":{"LockID":{"S":"a"}}})"));
  EXPECT_TRUE(
      whole("{\"Item\":{\"LockID\":{\"S\":\"a\"}}}\n{\"Item\":{\"LockID\":{\"S\":\"b\"}}}\n"));
}

TEST(LockEvidence, LinesOfAnExportThatAreNoItemsAreCounted) {
  const LockEvidence evidence = ReadEvidence(
      {{"export", "{\"Item\":{\"LockID\":{\"S\":\"a\"}}}\nnonsense\n{\"Item\":{\"LockID\""}});
  EXPECT_EQ(evidence.sources[0].bad_lines, 2u);
  EXPECT_FALSE(evidence.HasWholeTable());
}

std::string Kv(const std::vector<std::pair<std::string, std::string>>& entries,
               const std::string& session, bool api) {
  std::string text;
  for (const auto& [key, value] : entries) {
    text += fmt::format(R"({}{{"{}":"{}","{}":0,"{}":"{}"{}{}}})", text.empty() ? "" : ",",
                        api ? "Key" : "key", key, api ? "Flags" : "flags", api ? "Value" : "value",
                        EncodeBase64(value), api ? R"(,"ModifyIndex":7)" : "",
                        api && key.ends_with("/.lock") && !session.empty()
                            ? fmt::format(R"(,"Session":"{}")", session)
                            : "");
  }
  return "[" + text + "]";
}

TEST(LockEvidence, ConsulSessionsAreTheLock) {
  const std::string info = R"({"ID":"s-1","Operation":"init","Who":"a@b","Created":"x"})";
  const auto one = [](const std::string& text) {
    const LockEvidence evidence = ReadEvidence({{"kv.json", text}});
    EXPECT_EQ(evidence.records.size(), 1u);
    return evidence.records.empty() ? LockRecord() : evidence.records[0];
  };
  const LockRecord held = one(Kv({{"p/.lock", ""}, {"p/.lockinfo", info}}, "s-1", true));
  EXPECT_EQ(held.session, "s-1");
  EXPECT_TRUE(held.session_known);
  EXPECT_EQ(held.state.key, "p");
  const LockRecord left = one(Kv({{"p/.lock", ""}, {"p/.lockinfo", info}}, "", true));
  EXPECT_EQ(left.session, "");
  EXPECT_TRUE(left.session_known);
  EXPECT_FALSE(one(Kv({{"p/.lockinfo", info}}, "", false)).session_known);
  EXPECT_THAT(LinesOf({{"kv.json", Kv({{"p/.lock", ""}}, "", true)}}), IsEmpty());
}

TEST(LockEvidence, ConsulChunksThatDoNotFit) {
  const auto facts = [](const std::string& index, const std::string& piece) {
    std::vector<std::pair<std::string, std::string>> entries = {{"p", index}};
    if (!piece.empty()) entries.emplace_back("p/tfstate.h/0", piece);
    std::vector<std::string> lines;
    std::string text = Kv(entries, "", true);
    for (const ChunkFact& fact : ReadEvidence({{"kv.json", text}}).chunks) {
      lines.push_back(
          fmt::format("{} {} {}", static_cast<int>(fact.kind), fact.piece, fact.detail));
    }
    return lines;
  };
  const std::string index = R"({"current-hash":"h","chunks":["p/tfstate.h/0"]})";
  EXPECT_THAT(facts(index, ""), ElementsAre("0 p/tfstate.h/0 "));
  EXPECT_THAT(
      facts(index, "abc"),
      ElementsAre("1  current-hash is h, the pieces have 900150983cd24fb0d6963f7d28e17f72"));
  EXPECT_THAT(facts(index, "\x1f\x8b"), ElementsAre(::testing::StartsWith("2  ")));
}

TEST(LockEvidence, HcpWorkspacesTellTheirHolder) {
  const std::string text =
      R"({"data":{"id":"ws-1","type":"workspaces","attributes":{"name":"net","locked":true},)"
      R"("relationships":{"organization":{"data":{"id":"acme","type":"organizations"}},)"
      R"("locked-by":{"data":{"id":"run-7","type":"runs"}}}}})";
  const LockEvidence evidence = ReadEvidence({{"ws.json", text}});
  EXPECT_THAT(Lines(evidence), ElementsAre("hcp acme net: acme/net, "));
  EXPECT_EQ(evidence.records[0].held_by, "runs run-7");
}

TEST(LockEvidence, AzAndGcloudPrintsAreRead) {
  EXPECT_THAT(LinesOf({{"ls.json",
                        R"([{"url":"gs://b/p/default.tflock#5","type":"cloud_object","metadata":)"
                        R"({"bucket":"b","name":"p/default.tflock","generation":"5"}}])"}}),
              ElementsAre("gcs b p/default.tfstate: 5, "));
  EXPECT_THAT(
      LinesOf({{"describe.json", R"({"bucket":"b","name":"p/default.tflock","generation":5,)"
                                 R"("creation_time":"2026-11-21T18:58:58+0000"})"}}),
      ElementsAre("gcs b p/default.tfstate: 5, "));
  EXPECT_THAT(LinesOf({{"list.json", R"([{"container":"c","name":"k","metadata":null,"properties":)"
                                     R"({"lease":{"state":"leased","status":"locked"}}}])"}}),
              ElementsAre("azurerm c k: , "));
}

TEST(LockEvidence, LocalLocksBelongToTheirFolder) {
  const std::string info =
      R"({"ID":"i","Operation":"o","Who":"a@b","Created":"","Path":"s.tfstate"})";
  const LockEvidence evidence =
      ReadEvidence({{"d/.s.tfstate.lock.info", info},
                    {"d/s.tfstate", R"({"version":4,"serial":1,"lineage":"l","resources":[]})"}});
  ASSERT_EQ(evidence.records.size(), 1u);
  EXPECT_EQ(evidence.records[0].backend, LockBackend::kLocal);
  EXPECT_TRUE(evidence.records[0].os_lock_known);
  EXPECT_FALSE(evidence.records[0].os_lock_held);
}

TEST(LockEvidence, StatesFindTheirKey) {
  const auto key = [](const std::string& name, const std::string& object) {
    const LockEvidence evidence =
        ReadEvidence({{"i", R"([{"LockID":{"S":"b/a/x-md5"}},{"LockID":{"S":"b/a/y-md5"}}])"},
                      {name, R"({"version":4,"serial":1,"lineage":"l","resources":[]})"}},
                     object);
    return evidence.states.empty() ? "none" : evidence.states[0].state.Text();
  };
  EXPECT_EQ(key("copy/a/x", ""), "b/a/x");
  EXPECT_EQ(key("state.json", ""), "");
  EXPECT_EQ(key("state.json", "a/y"), "b/a/y");
  EXPECT_EQ(key("state.json", "b/a/y"), "b/a/y");
}

TEST(LockEvidence, OneStateIsTakenForTheOneThatIsLockedButNotForTheOneWithADigest) {
  const NamedText state = {"s.json", R"({"version":4,"serial":1,"lineage":"l","resources":[]})"};
  const NamedText lock = {"x.tflock", R"({"ID":"i","Operation":"o","Who":"w","Path":"buck/k"})"};
  const NamedText digest = {"i", R"([{"LockID":{"S":"buck/k-md5"},"Digest":{"S":"d"}}])"};
  EXPECT_EQ(ReadEvidence({lock, state}).states[0].state.Text(), "buck/k");
  EXPECT_EQ(ReadEvidence({digest, state}).states[0].state.Text(), "");
}

TEST(LockEvidence, OfSeveralExportsTheLastDigestCounts) {
  const LockEvidence evidence =
      ReadEvidence({{"a", R"([{"LockID":{"S":"b/k-md5"},"Digest":{"S":"1"}}])"},
                    {"b", R"([{"LockID":{"S":"b/k-md5"},"Digest":{"S":"2"}}])"}});
  ASSERT_EQ(evidence.digests.size(), 1u);
  EXPECT_EQ(evidence.digests[0].digest, "2");
}

TEST(LockEvidence, AnEmptyExportIsNoState) {
  EXPECT_THAT(ReadEvidence({{"item.json", ""}}).states, IsEmpty());
  EXPECT_EQ(ReadEvidence({{"terraform.tfstate", ""}}).states.size(), 1u);
}

TEST(LockEvidence, HostileTextIsNothingWorse) {
  for (const std::string& text :
       {std::string("{"), std::string("[[[["), std::string(20000, '['), std::string("<?xml"),
        std::string("<EnumerationResults><Blobs><Blob>"),
        std::string("200 {\"x-ms-lease-status\":"),
        std::string(R"({"Items":[null,1,"x",{"LockID":7},{"LockID":{"S":7}}],"Count":"x"})"),
        std::string(R"({"Versions":[null,{"Key":7}],"DeleteMarkers":{}})"),
        std::string(R"({"kind":"List","apiVersion":"v1","items":[7,{"kind":"Lease"}]})"),
        std::string(R"([{"key":"p/.lockinfo","flags":0,"value":"%%%"}])"),
        std::string(R"({"data":[{"type":"workspaces"},{"type":"workspaces","attributes":{}}]})"),
        std::string("\0\0\0", 3)}) {
    const LockEvidence evidence = ReadEvidence({{"x", text}});
    EXPECT_EQ(evidence.sources.size(), 1u);
  }
}

// Whatever a recorded artefact is cut down to, it is read to an end, and no lock is made up: an ID
// that comes out is one that stands in the whole.
TEST(LockEvidence, TruncationAtEveryByte) {
  for (const char* name :
       {"s3/ddb-items-after-kill9.json", "s3/lf-tflock-after-kill9.json",
        "s3/lfv-versions-after-kill9.json", "gcs/list-after-kill9.json",
        "gcs/tflock-after-kill9.json", "azure/list-final.txt", "azure/head-after-kill9.txt",
        "azure/list-after-kill9.txt", "kubernetes/leases-after-kill9.json",
        "kubernetes/secrets-after-kill9.json", "http/locked-423-body.json"}) {
    const std::string whole = Recorded(name).second;
    const std::vector<std::string> expected = LinesOf({{name, whole}});
    for (size_t size = 0; size < whole.size(); ++size) {
      const auto report = test::CheckTexts({{name, whole.substr(0, size)}});
      for (const LockRecord& record : report.evidence.records) {
        ASSERT_TRUE(record.unlock_id.empty() || whole.find(record.unlock_id) != whole.npos ||
                    expected[0].find(record.unlock_id) != std::string::npos)
            << name << " at " << size;
      }
    }
  }
}

}  // namespace
}  // namespace tfsck
