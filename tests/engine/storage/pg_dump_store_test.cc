#include "engine/storage/pg_dump_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/digest.h"
#include "engine/storage/pg_dump.h"
#include "tests/engine/storage/store_support.h"

namespace tfsck {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using tfsck::testing::FetchError;
using tfsck::testing::FetchText;
using tfsck::testing::Lines;
using tfsck::testing::ListAll;
using tfsck::testing::OpenStore;
using tfsck::testing::TempFolder;

// "SCHEMA/NAME=TEXT" of each row; NULL for a null.
std::vector<std::string> Rows(const std::string& text) {
  std::vector<std::string> rows;
  for (const PgRow& row : ReadPgDump(text).rows) {
    const bool null = row.data.form == PgForm::kNull;
    rows.push_back(row.schema + "/" + row.name + "=" + (null ? "NULL" : PgText(row.data)));
  }
  return rows;
}

TEST(PgDumpStoreTest, ARealDumpGivesTheBytesThatTerraformStored) {
  const auto store = OpenStore(std::string(TFSCK_SOURCE_DIR) + "/corpus/stores/pg/dump.sql");
  EXPECT_EQ(store->Kind(), "PostgreSQL dump");
  const VersionListing listing = ListAll(store.get());
  EXPECT_THAT(Lines(listing.versions), ElementsAre("team_a/default  - L", "team_a/staging  - L"));
  EXPECT_THAT(listing.remarks, IsEmpty());
  // As PostgreSQL's md5(data) told.
  EXPECT_EQ(Md5Hex(FetchText(*store, listing.versions[0])), "0e69b496f184ca52061c4d8f3abdfd5e");
  EXPECT_EQ(Md5Hex(FetchText(*store, listing.versions[1])), "cb087a7adbc26785bae7418bffbde05b");
}

TEST(PgDumpTest, CopyRowsAreReadByTheirColumns) {
  EXPECT_THAT(Rows("COPY \"team-\"\"x\".states (data, id, name) FROM stdin;\n"
                   "a\\tb\\\\n\\n\\x41\\101\\v\t1\tprod\n\\N\t2\tdev\nc\t3\t\\N\n\\.\n"
                   "COPY team.other (id, name, data) FROM stdin;\n"
                   "INSERT INTO team.states VALUES (1, 'x', 'y');\n\\.\n"
                   "COPY states (id, name, data) FROM stdin;\r\n1\ta\tb\r\n\\.\r\n"),
              ElementsAre("team-\"x/prod=a\tb\\n\nAA\v", "team-\"x/dev=NULL", "/a=b"));
}

TEST(PgDumpTest, InsertStatementsAreReadToo) {
  EXPECT_THAT(
      Rows("INSERT INTO t.states VALUES (1, 'it''s', '{\n  \"a\\n\": \"''\"\n}\n');\n"
           "INSERT INTO t.states (name, data) VALUES ('b', E'x\\n\\'\\u00e9\\\\');\n"
           "INSERT INTO t.states VALUES (1, 'c', 'x'), (2, 'd', NULL);\n"
           "INSERT INTO t.notes VALUES ('\nINSERT INTO t.states VALUES (1, ''e'', '''');\n"
           "');\n"),
      ElementsAre("t/it's={\n  \"a\\n\": \"'\"\n}\n", "t/b=x\n'\xC3\xA9\\", "t/c=x", "t/d=NULL"));
}

TEST(PgDumpStoreTest, WhatIsMissingIsSaid) {
  const TempFolder folder;
  const std::string path = folder.Write(
      "d.sql", "COPY t.states (id, name, data) FROM stdin;\n1\ta\t\\N\n2\t\\N\tx\n3\tb\t{\"versi");
  const auto store = OpenStore(path);
  const VersionListing listing = ListAll(store.get());
  EXPECT_THAT(Lines(listing.versions), ElementsAre("t/a  - L", "t/b  - L"));
  EXPECT_EQ(FetchError(*store, listing.versions[0]),
            "cannot read " + path + ":t/a: its data is NULL");
  EXPECT_THAT(listing.remarks,
              ElementsAre("the dump is cut off: rows may be missing",
                          "rows of tables named states hold no state by name: 1 of them"));
}

TEST(PgDumpTest, NoTruncationAndNoFlippedByteLeadsAstray) {
  const std::string text =
      "COPY \"t\".states (id, name, data) FROM stdin;\n1\ta\\\\\tb\\x4\n\\.\n"
      "INSERT INTO t.\"states\" (name, data) VALUES ('b', E'x\\u12'), ('c', 'd''');\n";
  for (size_t size = 0; size <= text.size(); ++size) Rows(text.substr(0, size));
  for (size_t at = 0; at < text.size(); ++at) {
    for (const char c : {'\0', '\'', '"', '\\', '\n', '(', ';'}) {
      std::string flipped = text;
      flipped[at] = c;
      Rows(flipped);
    }
  }
  EXPECT_THAT(Rows(text), ElementsAre("t/a\\=b\x04", "t/b=x\x12", "t/c=d'"));
}

}  // namespace
}  // namespace tfsck
