#include "engine/address.h"

#include <algorithm>
#include <random>

namespace tfsck {
namespace {

std::string KeyText(const InstanceKey& key) {
  std::string out;
  AppendInstanceKey(key, &out);
  return out;
}

std::string StringKey(std::string_view text) {
  return KeyText({InstanceKey::Kind::kString, 0, text});
}

ModuleAddress Module(std::string_view text) {
  return text.empty() ? ModuleAddress{} : ParseModuleAddress(text).value();
}

TEST(InstanceKey, StringsAreQuotedAsHclReadsThemBack) {
  EXPECT_EQ(StringKey(""), "[\"\"]");
  EXPECT_EQ(StringKey("a\"b\\c"), "[\"a\\\"b\\\\c\"]");
  EXPECT_EQ(StringKey("\n\r\t"), "[\"\\n\\r\\t\"]");
  EXPECT_EQ(StringKey("${x} %{y} $x %% $"), "[\"$${x} %%{y} $x %% $\"]");
  EXPECT_EQ(StringKey("$${"), "[\"$$${\"]");
  EXPECT_EQ(StringKey(std::string_view("\0\x7F", 2)), "[\"\\u0000\\u007f\"]");
  EXPECT_EQ(StringKey("\u00A0\u200B\u202E\uFEFF"), "[\"\\u00a0\\u200b\\u202e\\ufeff\"]");
  EXPECT_EQ(StringKey("\U000E0001"), "[\"\\U000e0001\"]");
  EXPECT_EQ(StringKey("é日\U0001F600"), "[\"é日\U0001F600\"]");
}

TEST(InstanceKey, NumbersPrintInDecimalAndNoKeyPrintsNothing) {
  EXPECT_EQ(KeyText({InstanceKey::Kind::kInt, -1, {}}), "[-1]");
  EXPECT_EQ(KeyText({InstanceKey::Kind::kInt, INT64_MIN, {}}), "[-9223372036854775808]");
  EXPECT_EQ(KeyText({}), "");
}

TEST(InstanceKey, NoneSortsBeforeNumbersBeforeStrings) {
  const InstanceKey none;
  const InstanceKey two{InstanceKey::Kind::kInt, 2, {}};
  const InstanceKey ten{InstanceKey::Kind::kInt, 10, {}};
  const InstanceKey empty{InstanceKey::Kind::kString, 0, ""};
  const InstanceKey upper{InstanceKey::Kind::kString, 0, "B"};
  const InstanceKey lower{InstanceKey::Kind::kString, 0, "a"};
  const InstanceKey* order[] = {&none, &two, &ten, &empty, &upper, &lower};
  for (int i = 0; i < 6; ++i) {
    for (int j = 0; j < 6; ++j) {
      EXPECT_EQ(Compare(*order[i], *order[j]) < 0, i < j) << i << " " << j;
      EXPECT_EQ(*order[i] == *order[j], i == j) << i << " " << j;
    }
  }
}

TEST(ModuleAddress, StaticTextHasNoKeys) {
  const ModuleAddress module = Module("module.a[\"k\"].module.b.module.c[0]");
  EXPECT_EQ(ToString(module), "module.a[\"k\"].module.b.module.c[0]");
  EXPECT_EQ(ToStaticString(module), "module.a.module.b.module.c");
  EXPECT_TRUE(module.HasKeys());
  EXPECT_FALSE(Module("module.a.module.b").HasKeys());
  EXPECT_EQ(ToString(ModuleAddress{}), "");
}

TEST(ModuleAddress, KeysAreNormalisedToNfc) {
  EXPECT_EQ(Module("module.a[\"e\u0301\"]"), Module("module.a[\"\u00E9\"]"));
  EXPECT_EQ(ToString(Module("module.e\u0301")), "module.e\u0301") << "names are not";
}

TEST(ModuleAddress, FewerStepsSortFirstThenNameThenKey) {
  const char* const order[] = {"",
                               "module.a",
                               "module.a[2]",
                               "module.a[10]",
                               "module.a[\"x\"]",
                               "module.b",
                               "module.a.module.z",
                               "module.a[\"x\"].module.b"};
  for (size_t i = 0; i < std::size(order); ++i) {
    for (size_t j = 0; j < std::size(order); ++j) {
      EXPECT_EQ(Compare(Module(order[i]), Module(order[j])) < 0, i < j) << order[i] << order[j];
    }
  }
}

TEST(StateListLess, SortsByModuleThenDataFirstThenTypeNameKey) {
  const ModuleAddress root;
  const ModuleAddress child = Module("module.a");
  const InstanceKey zero{InstanceKey::Kind::kInt, 0, {}};
  const std::vector<ResourceInstanceView> order = {
      {&root, ResourceMode::kData, "z", "z", {}},
      {&root, ResourceMode::kManaged, "a", "b", {}},
      {&root, ResourceMode::kManaged, "a", "b", zero},
      {&root, ResourceMode::kManaged, "a", "c", {}},
      {&root, ResourceMode::kManaged, "b", "a", {}},
      {&child, ResourceMode::kData, "a", "a", {}},
      {&child, ResourceMode::kManaged, "a", "a", {}},
  };
  std::vector<ResourceInstanceView> shuffled = order;
  std::mt19937 random(7);
  for (int round = 0; round < 50; ++round) {
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    std::sort(shuffled.begin(), shuffled.end(), StateListLess);
    for (size_t i = 0; i < order.size(); ++i) {
      EXPECT_FALSE(StateListLess(shuffled[i], order[i]) || StateListLess(order[i], shuffled[i]));
    }
  }
}

TEST(ParseModuleAddress, SaysWhatTerraformSays) {
  const auto error = ParseModuleAddress("aws_x.y").error();
  EXPECT_EQ(error.summary, "Invalid module instance address");
  EXPECT_EQ(error.detail, "A module instance address must begin with \"module.\".");
  EXPECT_EQ(error.count, 1U);
  EXPECT_FALSE(error.crashes);
}

TEST(ParseModuleAddress, CountsEveryDiagnosticAndKeepsTheFirst) {
  const auto error = ParseModuleAddress("module.a[1.5].module.b[2.5].c").error();
  EXPECT_EQ(error.summary, "Invalid address operator");
  EXPECT_EQ(error.detail,
            "Invalid module index: value must be a whole number, between -9223372036854775808 and "
            "9223372036854775807.");
  EXPECT_EQ(error.count, 3U);
}

TEST(ParseModuleAddress, DeepPathsNeitherRecurseNorFail) {
  std::string text = "module.a";
  for (int i = 0; i < 20000; ++i) text += ".module.a";
  EXPECT_EQ(Module(text).steps.size(), 20001U);
  EXPECT_EQ(ToString(Module(text)), text);
}

TEST(ParseModuleAddress, NestedTemplatesAreRefusedWithoutRecursion) {
  std::string text = "module.a[\"";
  for (int i = 0; i < 20000; ++i) text += "${\"";
  EXPECT_EQ(ParseModuleAddress(text).error().summary, "Invalid string literal");
}

TEST(ParseModuleAddress, TruncatedTextsAreRefusedOrShorterAddresses) {
  const std::string text = "module.a[\"é$${x}\\u00e9\"] . module.b[1.0] # c";
  for (size_t size = 0; size <= text.size(); ++size) {
    const auto module = ParseModuleAddress(std::string_view(text).substr(0, size));
    if (module) {
      EXPECT_EQ(ToString(Module(ToString(*module))), ToString(*module)) << size;
    }
  }
}

TEST(ParseDependency, StripsModuleKeysAndSaysSo) {
  const auto resource = ParseDependency("module.a[\"k\"].data.aws_x.y").value();
  EXPECT_EQ(ToString(resource), "module.a.data.aws_x.y");
  EXPECT_TRUE(resource.had_module_keys);
  EXPECT_FALSE(resource.canonical);
}

TEST(ParseDependency, PlainTextIsCanonical) {
  const auto resource = ParseDependency("module.a.aws_x.y").value();
  EXPECT_EQ(resource.module, "module.a");
  EXPECT_EQ(resource.type, "aws_x");
  EXPECT_EQ(resource.name, "y");
  EXPECT_EQ(resource.mode, ResourceMode::kManaged);
  EXPECT_TRUE(resource.canonical);
  EXPECT_FALSE(resource.had_module_keys);
}

TEST(ParseDependency, TheWordResourceIsDropped) {
  EXPECT_EQ(ToString(ParseDependency("resource.count.x").value()), "count.x");
  EXPECT_FALSE(ParseDependency("resource.aws_x.y").value().canonical);
  EXPECT_FALSE(ParseDependency(" aws_x.y").value().canonical);
}

TEST(ParseDependency, EphemeralResourcesAreTaken) {
  EXPECT_EQ(ParseDependency("ephemeral.a.b").value().mode, ResourceMode::kEphemeral);
  EXPECT_EQ(ToString(ParseDependency("ephemeral.a.b").value()), "ephemeral.a.b");
}

TEST(ParseDependency, ListIsATypeLikeAnyOther) {
  EXPECT_EQ(ParseDependency("list.a").value().type, "list");
  EXPECT_EQ(ParseDependency("list.a.b").error().detail,
            "Resource instance key must be given in square brackets.");
}

TEST(ParseTarget, SelectsModulesResourcesAndInstances) {
  EXPECT_EQ(ParseTarget("module.a[0]").value().kind, Target::Kind::kModule);
  EXPECT_EQ(ParseTarget("module.a.x.y").value().kind, Target::Kind::kResource);
  const Target instance = ParseTarget("module.a[0].data.x.y[\"k\"]").value();
  EXPECT_EQ(instance.kind, Target::Kind::kInstance);
  EXPECT_EQ(ToString(instance.address), "module.a[0].data.x.y[\"k\"]");
  EXPECT_EQ(ToStaticString(instance.address), "module.a.data.x.y");
}

TEST(ParseTarget, NegativeKeysCannotBeWritten) {
  EXPECT_EQ(ParseTarget("x.y[-1]").error().detail,
            "Index brackets must contain either a literal number or a literal string.");
}

TEST(ParseResourceInstanceAddress, AModuleIsNoInstance) {
  EXPECT_EQ(ParseResourceInstanceAddress("module.a").error().detail,
            "A resource instance address is required here. The module path must be followed by a "
            "resource instance specification.");
  EXPECT_EQ(ToString(ParseResourceInstanceAddress("x.y[2]").value()), "x.y[2]");
}

}  // namespace
}  // namespace tfsck
