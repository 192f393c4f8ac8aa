#include "engine/storage/manifest.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/buffer.h"
#include "tests/support/run_command.h"

namespace tfsck {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using tfsck::testing::ReadTextFile;

Result<Manifest> Read(const std::string& text) {
  const Buffer copy = Buffer::Copy(text);
  return ReadManifest("list", copy.bytes);
}

// "KEY ID SECONDS SIZE MD5 FLAGS"
std::vector<std::string> Lines(const Result<Manifest>& manifest) {
  std::vector<std::string> lines;
  if (!manifest) return {manifest.error().message};
  for (const ListedObject& object : manifest->objects) {
    const std::string time =
        object.time_us ? fmt::format("{}", static_cast<double>(*object.time_us) / 1e6) : "-";
    const std::string size = object.size ? std::to_string(*object.size) : "-";
    lines.push_back(fmt::format("{} {} {} {} {} {}{}", object.key, object.version_id, time, size,
                                object.md5.substr(0, 4), object.latest ? "L" : "",
                                object.delete_marker ? "D" : ""));
  }
  return lines;
}

std::string S3(const std::string& id, const std::string& time, bool latest = false) {
  return fmt::format(
      R"({{"Key": "k", "VersionId": "{}", "LastModified": "{}", "IsLatest": {}, "Size": 1}})", id,
      time, latest);
}

TEST(ManifestTest, S3IsTurnedOldestFirstAndDeleteMarkersStandWhereTheirTimesSay) {
  const auto manifest = Read(ReadTextFile("corpus/stores/s3/versions-with-locks.json"));
  EXPECT_THAT(
      Lines(manifest),
      ElementsAre("lfv/app/terraform.tfstate 0ffVxYZwZboLWGTo0VK601Tyx5N9E.j 1795286332.185 3155 "
                  "0f7f ",
                  "lfv/app/terraform.tfstate CsIdkDdYD1ggerUwumM2DGHOTeg.AJ0 1795286332.38 3155 "
                  "7509 ",
                  "lfv/app/terraform.tfstate 59mGVCNdf05uj5qGH0.CwVMy60.eP3S 1795286439.049 3169 "
                  "3028 L",
                  "lfv/app/terraform.tfstate.tflock mOVpeP4COqxJg.SHIEf-CU-Pb2pFqlL 1795286332.16 "
                  "209 1352 ",
                  "lfv/app/terraform.tfstate.tflock nlcqBKB.cDgsLqqCusgUiGqE7CDdXBj "
                  "1795286332.235 -  D",
                  "lfv/app/terraform.tfstate.tflock LOyjHa6B3p49EPrKsGZL0punw3VYoMv 1795286332.3 "
                  "209 b363 ",
                  "lfv/app/terraform.tfstate.tflock bXCp91b87xzFLBDuYomtcwmh3it5NpX "
                  "1795286332.431 -  D",
                  "lfv/app/terraform.tfstate.tflock kHDVn7ThM1lH0rTLazU9MWf66HdmRWK "
                  "1795286349.526 209 2724 ",
                  "lfv/app/terraform.tfstate.tflock lvIkemhJ3s0pHjYm0cJm80hnswB3KFa "
                  "1795286378.935 209 4cb1 ",
                  "lfv/app/terraform.tfstate.tflock SjnshObMS14pgVbEUznXmNSZ1xvAnq7 1795286439.1 "
                  "-  LD"));
  EXPECT_THAT(manifest->remarks, IsEmpty());
}

TEST(ManifestTest, WithinOneSecondS3KeepsItsOrderAndMarkersTakeTurns) {
  const std::string t = "2026-11-21T18:40:39+00:00";
  const auto manifest =
      Read(R"({"Versions": [)" + S3("v3", t) + "," + S3("v2", t) + "," + S3("v1", t) +
           R"(], "DeleteMarkers": [)" + S3("m2", t, true) + "," + S3("m1", t) + "]}");
  std::vector<std::string> ids;
  for (const ListedObject& object : manifest->objects) ids.push_back(object.version_id);
  EXPECT_THAT(ids, ElementsAre("v1", "v2", "m1", "v3", "m2"));
}

TEST(ManifestTest, PagesFollowOneAnotherAndTheLastTellsWhetherMoreWouldCome) {
  const std::string first =
      R"({"Versions": [)" + S3("v2", "2026-11-21T18:40:39Z") + R"(], "NextToken": "abc"})";
  const std::string second =
      R"({"Versions": [)" + S3("v1", "2026-11-21T18:40:38Z") + R"(], "IsTruncated": false})";
  const auto whole = Read(first + "\n" + second + "\n");
  EXPECT_THAT(Lines(whole), ElementsAre("k v1 1795286438 1  ", "k v2 1795286439 1  "));
  EXPECT_THAT(whole->remarks, IsEmpty());
  for (const std::string& page : {first, std::string(R"({"Versions": [], "IsTruncated": true})"),
                                  std::string(R"({"items": [], "nextPageToken": "x"})"),
                                  std::string(R"([{"nextMarker": "2!80!"}])")}) {
    const auto cut = Read(page);
    ASSERT_TRUE(cut.has_value()) << page;
    EXPECT_THAT(cut->remarks,
                ElementsAre("the listing is cut: the service said that more entries follow those "
                            "it holds"))
        << page;
  }
  EXPECT_THAT(Read(first + first)->remarks,
              ElementsAre("the listing names one version twice",
                          "the listing is cut: the service said that more entries follow those it "
                          "holds"));
}

TEST(ManifestTest, ObjectsWithoutVersionsAreTheLatest) {
  EXPECT_THAT(Lines(Read(R"({"Contents": [{"Key": "k", "LastModified": "2026-11-21T18:40:39+00:00",
                     "ETag": "\"3028A3306943000E38356095CBEE1FE4\"", "Size": 7},
                    {"Key": "l", "ETag": "\"3028a3306943000e38356095cbee1fe4-2\""}],
                    "RequestCharged": null})")),
              ElementsAre("k  1795286439 7 3028 L", "l  - -  L"));
}

TEST(ManifestTest, GcsIsOrderedByGenerationAndTimesTellDeletions) {
  const auto gcs = [](const std::string& name, int generation, const std::string& created,
                      const std::string& deleted) {
    return fmt::format(
        R"({{"url": "gs://b/{0}#{1}", "type": "cloud_object", "metadata": {{"name": "{0}", )"
        R"("generation": "{1}", "size": "5", "md5Hash": "R/NhC4bhiSb8GaOQ6d676w==", )"
        R"("timeCreated": "2026-11-21T18:40:{2}Z"{3}}}}})",
        name, generation, created,
        deleted.empty() ? "" : R"(, "timeDeleted": "2026-11-21T18:40:)" + deleted + R"(Z")");
  };
  const auto manifest =
      Read("[" + gcs("s.tfstate", 10, "30", "") + "," + gcs("s.tfstate", 9, "10", "20") + "," +
           gcs("s.tfstate", 8, "00", "10.1") + "," + gcs("s.tflock", 2, "05", "06") + "," +
           gcs("s.tflock", 1, "01", "05") + R"(, {"url": "gs://b/dir/", "type": "prefix"}])");
  EXPECT_THAT(Lines(manifest),
              ElementsAre("s.tflock 1 1795286401 5 47f3 ", "s.tflock  1795286405 -  D",
                          "s.tflock 2 1795286405 5 47f3 ", "s.tflock  1795286406 -  LD",
                          "s.tfstate 8 1795286400 5 47f3 ", "s.tfstate 9 1795286410 5 47f3 ",
                          "s.tfstate  1795286420 -  D", "s.tfstate 10 1795286430 5 47f3 L"));
  EXPECT_THAT(Lines(Read(ReadTextFile("corpus/stores/gcs/list.json"))),
              ElementsAre("prod/app/default.tflock 1795287538261 1795287538.261 212 47f3 L",
                          "prod/app/default.tfstate 1795287452242 1795287452.242 1312 2e1c L"));
}

TEST(ManifestTest, GsutilPrintsLines) {
  EXPECT_THAT(
      Lines(
          Read("gs://b/prod/:\n"
               "      1312  2026-11-21T18:40:40Z  gs://b/prod/a b.tfstate#12  metageneration=1\n"
               "      1300  2026-11-21T18:40:39Z  gs://b/prod/a b.tfstate#11  metageneration=1\r\n"
               "\nTOTAL: 2 objects, 2612 bytes (2.55 KiB)\n")),
      ElementsAre("prod/a b.tfstate 11 1795286439 1300  ",
                  "prod/a b.tfstate 12 1795286440 1312  "));
  EXPECT_THAT(Lines(Read("TOTAL: 0 objects\nCommandException: no match\n")),
              ElementsAre("cannot read list: line 2, column 1: it is neither JSON nor a line as "
                          "gsutil ls -la prints it: SIZE  TIME  gs://BUCKET/NAME#GENERATION"));
}

TEST(ManifestTest, AzureIsOrderedByVersionsAndSnapshots) {
  const auto manifest = Read(ReadTextFile("corpus/stores/azure/list.xml"));
  const std::string key = "prod/app.terraform.tfstate ";
  EXPECT_THAT(Lines(manifest),
              ElementsAre(key + "2026-11-21T18:43:03.9570000Z 1795286583 0 d41d ",
                          key + "2026-11-21T18:43:04.1720000Z 1795286584 181 75f8 ",
                          key + "2026-11-21T18:43:04.3790000Z 1795286584 1318 00d6 ",
                          key + "2026-11-21T18:43:04.5380000Z 1795286584 1318 67a4 ",
                          key + " 1795286612 1318 d8e2 L"));
  const auto blob = [](const std::string& rest) {
    return R"({"name": "s.tfstate", "metadata": {"name": "hostile"}, "properties": )"
           R"({"lastModified": "2026-11-21T18:40:39+00:00", "contentLength": 3, )"
           R"("contentSettings": {"contentMd5": "R/NhC4bhiSb8GaOQ6d676w=="}, )"
           R"("deletedTime": "2026-11-21T18:40:50+00:00"}, )" +
           rest + "}";
  };
  EXPECT_THAT(
      Lines(Read("[" + blob(R"("versionId": "2026-11-21T18:40:40Z", "isCurrentVersion": true)") +
                 "," + blob(R"("versionId": "2026-11-21T18:40:39Z", "isCurrentVersion": null)") +
                 R"(, {"nextMarker": null}])")),
      ElementsAre("s.tfstate 2026-11-21T18:40:39Z 1795286439 3 47f3 ",
                  "s.tfstate 2026-11-21T18:40:40Z 1795286439 3 47f3 L"));
  const auto deleted = Read("[" + blob(R"("deleted": true, "snapshot": null)") + "]");
  EXPECT_THAT(Lines(deleted),
              ElementsAre("s.tfstate  1795286439 3 47f3 ", "s.tfstate  1795286450 -  LD"));
  EXPECT_THAT(Read("[" + blob(R"("versionId": "2026-11-21T18:40:39Z")") + "]")->remarks,
              ElementsAre("one blob has versions but no current one: it was deleted, and the "
                          "listing does not say when"));
}

TEST(ManifestTest, WhatIsNoListingIsSaidWithItsPlace) {
  const struct {
    std::string text;
    std::string message;
  } kRows[] = {
      {"{\"Versions\": [\n  {\"Key\": ", "line 2, column 11: unexpected end of JSON input"},
      {"{} {\"Versions\": x}",
       "line 1, column 17: invalid character 'x' looking for beginning of value"},
      {R"({"Versions": [{"VersionId": "1"}]})",
       "line 1, column 15: an entry of the listing has no name"},
      {R"({"Versions": [1]})", "line 1, column 15: an entry of the listing is no object"},
      {R"({"Buckets": []})",
       "line 1, column 1: it is no listing of objects that is known: see the manual, history"},
      {"[[]]", "line 1, column 2: an entry of the listing is no object"},
      {"[1, 2", "line 1, column 6: unexpected end of JSON input"},
      {"hello",
       "line 1, column 1: it is neither JSON nor a line as gsutil ls -la prints it: SIZE "
       " TIME  gs://BUCKET/NAME#GENERATION"},
      {"<html></html>", "line 1, column 1: it is XML, but no listing of Azure's"},
      {"<EnumerationResults><Blobs><Blob/></Blobs></EnumerationResults>",
       "line 1, column 29: a blob has no Name"},
      {"<EnumerationResults><Blobs>",
       "line 1, column 27: the XML is damaged (Start-end tags mismatch)"},
  };
  for (const auto& row : kRows) {
    const auto manifest = Read(row.text);
    ASSERT_FALSE(manifest.has_value()) << row.text;
    EXPECT_EQ(manifest.error().kind, ErrorKind::kUnreadable);
    EXPECT_EQ(manifest.error().message, "cannot read list: " + row.message) << row.text;
  }
}

TEST(ManifestTest, AnEmptyBucketListsNothing) {
  for (const auto* text : {"", " \n", "{}", "[]", R"({"RequestCharged": null})",
                           R"({"Versions": null, "DeleteMarkers": null})", "\xEF\xBB\xBF{}"}) {
    EXPECT_THAT(Lines(Read(text)), IsEmpty()) << text;
  }
}

TEST(ManifestTest, EveryTruncationIsAnErrorOrAShorterListing) {
  for (const auto* path : {"corpus/stores/s3/versions-with-locks.json",
                           "corpus/stores/gcs/list.json", "corpus/stores/azure/list.xml"}) {
    const std::string text = ReadTextFile(path);
    for (size_t size = 1; size + 2 < text.size(); size += 7) {
      EXPECT_FALSE(Read(text.substr(0, size)).has_value()) << path << " " << size;
    }
  }
}

TEST(ManifestTest, AHundredThousandVersionsAreRead) {
  std::string text = R"({"Versions": [)";
  for (int i = 0; i < 100000; ++i) {
    if (i > 0) text += ",";
    text += S3(fmt::format("{:032}", 100000 - i), "2026-11-21T18:40:39.049Z");
  }
  const auto manifest = Read(text + "]}");
  ASSERT_TRUE(manifest.has_value());
  ASSERT_EQ(manifest->objects.size(), 100000u);
  EXPECT_EQ(manifest->objects.front().version_id, fmt::format("{:032}", 1));
}

}  // namespace
}  // namespace tfsck
