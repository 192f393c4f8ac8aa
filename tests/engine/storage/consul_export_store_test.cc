#include "engine/storage/consul_export_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/base64.h"
#include "engine/digest.h"
#include "tests/engine/storage/store_support.h"

namespace tfsck {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using tfsck::testing::FetchError;
using tfsck::testing::FetchText;
using tfsck::testing::Lines;
using tfsck::testing::ListAll;
using tfsck::testing::ListError;
using tfsck::testing::OpenStore;
using tfsck::testing::State;
using tfsck::testing::TempFolder;

class ConsulExportStoreTest : public ::testing::Test {
 protected:
  void Add(const std::string& key, const std::string& value) { AddRaw(key, EncodeBase64(value)); }
  void AddRaw(const std::string& key, const std::string& value) {
    entries_ += fmt::format(R"({}{{"key": "{}", "flags": 0, "value": "{}"}})",
                            entries_.empty() ? "" : ",\n", key, value);
  }
  // The chunks of `text`, as Terraform cuts them, and the index at `key`.
  void AddChunks(const std::string& key, const std::string& text, size_t size) {
    const std::string hash = Md5Hex(text);
    std::string names;
    for (size_t at = 0; at < text.size(); at += size) {
      const std::string name = fmt::format("{}/tfstate.{}/{}", key, hash, at / size);
      names += (names.empty() ? "\"" : ",\"") + name + "\"";
      if (name != missing_) Add(name, text.substr(at, size));
    }
    Add(key, R"({"current-hash":")" + hash + R"(","chunks":[)" + names + "]}");
  }
  std::unique_ptr<VersionStore> Open() {
    return OpenStore(path_ = folder_.Write("kv.json", "[" + entries_ + "]"));
  }

  const TempFolder folder_;
  std::string entries_;
  std::string missing_;
  std::string path_;
};

TEST_F(ConsulExportStoreTest, StatesChunksAndLocksAreToldApart) {
  Add("tf/app", State(1));
  AddRaw("tf/", "");
  AddRaw("tf/app/.lock", "");
  Add("tf/app/.lockinfo", R"({"ID": "x", "Operation": "y", "Who": "z"})");
  Add("config/a", "text");
  AddChunks("tf/big", State(2, 5000), 1000);
  Add("tf/old/tfstate.0123456789abcdef0123456789abcdef/0", State(3));
  const auto store = Open();
  EXPECT_EQ(store->Kind(), "Consul export");
  const VersionListing listing = ListAll(store.get());
  EXPECT_THAT(Lines(listing.versions), ElementsAre("tf/app  - L", "tf/big  - L"));
  EXPECT_THAT(Lines(listing.locks), ElementsAre("tf/app/.lockinfo  - L"));
  EXPECT_EQ(FetchText(*store, listing.versions[0]), State(1));
  EXPECT_EQ(FetchText(*store, listing.versions[1]), State(2, 5000));
  EXPECT_THAT(listing.remarks,
              ElementsAre("chunks that no index names were left behind: 1 of them"));
}

TEST_F(ConsulExportStoreTest, AMissingChunkIsNamed) {
  missing_ = "s/tfstate." + Md5Hex(State(2, 5000)) + "/3";
  AddChunks("s", State(2, 5000), 1000);
  const auto store = Open();
  const VersionListing listing = ListAll(store.get());
  ASSERT_EQ(listing.versions.size(), 1u);
  EXPECT_EQ(FetchError(*store, listing.versions[0]),
            "cannot read " + path_ + ":s: its chunk " + missing_ + " is missing");
}

TEST_F(ConsulExportStoreTest, ChunksMustHaveTheHashOfTheirIndex) {
  Add("s/tfstate.0123456789abcdef0123456789abcdef/0", State(1));
  Add("s", R"({"current-hash":"0123456789abcdef0123456789abcdef",)"
           R"("chunks":["s/tfstate.0123456789abcdef0123456789abcdef/0"]})");
  const auto store = Open();
  EXPECT_EQ(FetchError(*store, ListAll(store.get()).versions.at(0)),
            "cannot read " + path_ + ":s: its chunks do not have the hash that its index names: " +
                Md5Hex(State(1)) + " instead of 0123456789abcdef0123456789abcdef");
}

TEST_F(ConsulExportStoreTest, DamageIsSaidWithItsPlace) {
  Add("s", State(1));
  const std::string path = folder_.Write("cut.json", "[" + entries_);
  EXPECT_EQ(ListError(path), fmt::format("cannot read {}: line 1, column {}: unexpected end of "
                                         "JSON input",
                                         path, entries_.size() + 2));
  AddRaw("t", "eyJ2ZXJzaW9uIjogNCwg*");
  const auto store = Open();
  EXPECT_THAT(Lines(ListAll(store.get()).versions), ElementsAre("s  - L"));
}

}  // namespace
}  // namespace tfsck
