#include "engine/storage/kubernetes_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/base64.h"
#include "tests/engine/storage/store_support.h"

namespace tfsck {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using tfsck::testing::FetchError;
using tfsck::testing::FetchText;
using tfsck::testing::Lines;
using tfsck::testing::ListAll;
using tfsck::testing::ListError;
using tfsck::testing::OpenStore;
using tfsck::testing::State;
using tfsck::testing::TempFolder;

std::string Secret(const std::string& name, const std::string& data,
                   const std::string& labels = R"({"tfstate": "true"})") {
  return fmt::format(R"({{"apiVersion": "v1", "kind": "Secret", "data": {}, "metadata": {{"name": )"
                     R"("{}", "namespace": "n", "labels": {}}}}})",
                     data, name, labels);
}

std::string Piece(const std::string& bytes) {
  return R"({"tfstate": ")" + EncodeBase64(bytes) + R"("})";
}

std::string List(const std::vector<std::string>& secrets) {
  std::string items;
  for (const std::string& secret : secrets) items += (items.empty() ? "" : ",\n") + secret;
  return R"({"apiVersion": "v1", "kind": "List", "items": [)" + items + "]}";
}

TEST(KubernetesStoreTest, ARealSecretIsUnpacked) {
  const auto store =
      OpenStore(std::string(TFSCK_SOURCE_DIR) + "/corpus/stores/kubernetes/secrets.json");
  EXPECT_EQ(store->Kind(), "Kubernetes Secrets");
  const VersionListing listing = ListAll(store.get());
  EXPECT_THAT(Lines(listing.versions), ElementsAre("infra/default-app  - L"));
  const auto document = store->Fetch(listing.versions[0]);
  ASSERT_TRUE(document.has_value()) << document.error().message;
  EXPECT_EQ(document->kind, DocumentKind::kState);
  EXPECT_TRUE(document->gzip);
  EXPECT_THAT(std::string(document->buffer.bytes), HasSubstr("\"terraform_version\": \"1.11.4\""));
}

TEST(KubernetesStoreTest, PiecesAreJoinedByNumberAndOthersPassedOver) {
  const TempFolder folder;
  const std::string state = State(1, 1000);
  std::vector<std::string> secrets;
  for (int i = 11; i >= 0; --i) {
    const std::string part = i == 0 ? "" : fmt::format("-part-{}", i);
    const size_t at = static_cast<size_t>(i) * 100;
    secrets.push_back(
        Secret("tfstate-default-app" + part, Piece(state.substr(at, i == 11 ? state.npos : 100))));
  }
  secrets.push_back(Secret("default-token", Piece("x")));
  secrets.push_back(Secret("tfstate-other", Piece(State(2)), R"({"app": "x"})"));
  secrets.push_back(Secret("tfstate-by-name", Piece(State(3)), "{}"));
  const auto store = OpenStore(folder.Write("s.json", List(secrets)));
  const VersionListing listing = ListAll(store.get());
  EXPECT_THAT(Lines(listing.versions), ElementsAre("n/by-name  - L", "n/default-app  - L"));
  EXPECT_EQ(FetchText(*store, listing.versions[0]), State(3));
  EXPECT_EQ(FetchText(*store, listing.versions[1]), state);
}

TEST(KubernetesStoreTest, ASingleSecretIsAnExportToo) {
  const TempFolder folder;
  const auto store =
      OpenStore(folder.Write("s.json", Secret("tfstate-default-app", Piece(State(1)))));
  EXPECT_EQ(FetchText(*store, ListAll(store.get()).versions.at(0)), State(1));
}

TEST(KubernetesStoreTest, BrokenSetsOfPiecesAreNamed) {
  const TempFolder folder;
  const struct {
    std::vector<std::string> secrets;
    std::string message;
  } kRows[] = {
      {{Secret("tfstate-a", Piece("x")), Secret("tfstate-a-part-2", Piece("x"))},
       "piece 1 is missing: the next Secret is tfstate-a-part-2"},
      {{Secret("tfstate-a-part-1", Piece("x"))},
       "piece 0 is missing: the next Secret is tfstate-a-part-1"},
      {{Secret("tfstate-a", Piece("x")), Secret("tfstate-a", Piece("x"))},
       "there are two Secrets tfstate-a"},
      {{Secret("tfstate-a", "{}")}, "Secret tfstate-a has no state in data.tfstate"},
      {{Secret("tfstate-a", R"({"tfstate": "*"})")}, "the data of Secret tfstate-a is not base64"},
  };
  for (const auto& row : kRows) {
    const std::string path = folder.Write("s.json", List(row.secrets));
    const auto store = OpenStore(path);
    const VersionListing listing = ListAll(store.get());
    ASSERT_EQ(listing.versions.size(), 1u) << row.message;
    EXPECT_EQ(FetchError(*store, listing.versions[0]),
              "cannot read " + path + ":n/a: " + row.message);
  }
}

TEST(KubernetesStoreTest, ADamagedExportIsSaidWithItsPlace) {
  const TempFolder folder;
  const std::string path =
      folder.Write("s.json", "{\"apiVersion\": \"v1\", \"kind\": \"List\",\n \"items\": [}");
  EXPECT_EQ(ListError(path), "cannot read " + path +
                                 ": line 2, column 12: invalid character '}' looking for beginning "
                                 "of value");
}

}  // namespace
}  // namespace tfsck
