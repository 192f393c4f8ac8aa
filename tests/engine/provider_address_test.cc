#include "engine/provider_address.h"

namespace tfsck {
namespace {

TEST(ParseProviderAddress, GivesTheParts) {
  const auto provider =
      ParseProviderAddress("module.a.module.b.provider[\"Example.com:8443/Foo/Bar\"].west").value();
  EXPECT_EQ(provider.module, "module.a.module.b");
  EXPECT_EQ(provider.host, "example.com:8443");
  EXPECT_EQ(provider.namespace_, "foo");
  EXPECT_EQ(provider.type, "bar");
  EXPECT_EQ(provider.alias, "west");
  EXPECT_FALSE(provider.legacy_namespace);
}

TEST(ParseProviderAddress, TheFormOfTerraform012HasTheLegacyNamespace) {
  const auto provider = ParseProviderAddress("module.a.provider.aws.west").value();
  EXPECT_TRUE(provider.legacy_namespace);
  EXPECT_EQ(ToString(provider), "module.a.provider[\"registry.terraform.io/-/aws\"].west");
  EXPECT_EQ(ToString(ParseProviderAddress("provider.terraform").value()),
            "provider[\"terraform.io/builtin/terraform\"]");
  EXPECT_TRUE(ParseProviderAddress("provider[\"-/aws\"]").value().legacy_namespace);
}

TEST(ParseProviderAddress, AnErrorIsTheOneOfTheNewForm) {
  const auto error = ParseProviderAddress("module.a[0].provider[\"aws\"]").error();
  EXPECT_EQ(error.summary, "Invalid provider configuration address");
  EXPECT_EQ(error.detail, "Provider address cannot contain module indexes");
  EXPECT_EQ(ParseProviderAddress("").error().summary, "Variable name required");
}

TEST(ParseProviderAddress, AnIndexWhereANameIsDueMakesTerraformPanic) {
  EXPECT_TRUE(ParseProviderAddress("module[0].provider.aws").error().crashes);
  EXPECT_TRUE(ParseProviderAddress("module.a[1.5][0].x").error().crashes);
  EXPECT_FALSE(ParseProviderAddress("module[0]").error().crashes);
}

struct SourceError {
  const char* source;
  const char* summary;
  const char* detail;
};

// The reader throws these away; the texts are those of upstream's sources.
TEST(ParseProviderSource, SaysWhatUpstreamSays) {
  const SourceError cases[] = {
      {"a/b/c/d", "Invalid provider source string",
       "The \"source\" attribute must be in the format \"[hostname/][namespace/]name\""},
      {"a/b_c", "Invalid provider type",
       "Invalid provider type \"b_c\" in source \"a/b_c\": must contain only letters, digits, and "
       "dashes, and may not use leading or trailing dashes\""},
      {"a--b/c", "Invalid provider namespace",
       "Invalid provider namespace \"\" in source \"a--b/c\": cannot use multiple consecutive "
       "dashes\""},
      {"a.b/c", "Invalid provider namespace",
       "Invalid provider namespace \"\" in source \"a.b/c\": dots are not allowed\""},
      {"h:x/a/b", "Invalid provider source hostname",
       "Invalid provider source hostname namespace \"\" in source \"h:x/a/b\": port portion "
       "contains non-digit characters\""},
      {"h:65536/a/b", "Invalid provider source hostname",
       "Invalid provider source hostname namespace \"\" in source \"h:65536/a/b\": port number is "
       "greater than 65535\""},
      {"https:/a/b", "Invalid provider source hostname",
       "Invalid provider source hostname namespace \"\" in source \"https:/a/b\": need just a "
       "hostname and optional port number, not a full URL\""},
      {":80/a/b", "Invalid provider source hostname",
       "Invalid provider source hostname namespace \"\" in source \":80/a/b\": empty string is not "
       "a valid hostname\""},
      {"a..b/c/d", "Invalid provider source hostname",
       "Invalid provider source hostname namespace \"\" in source \"a..b/c/d\": hostname contains "
       "empty label (two consecutive periods)\""},
      {"xn--a/c/d", "Invalid provider source hostname",
       "Invalid provider source hostname namespace \"\" in source \"xn--a/c/d\": hostname label "
       "\"xn--a\" specified in punycode format; service hostnames must be given in unicode\""},
      {"a_b/c/d", "Invalid provider source hostname",
       "Invalid provider source hostname namespace \"\" in source \"a_b/c/d\": idna: disallowed "
       "rune U+005F\""},
      {"h/-/d", "Invalid provider namespace",
       "The legacy provider namespace \"-\" can be used only with hostname "
       "registry.terraform.io."},
      {"a/terraform-b", "Invalid provider type",
       "Provider source \"registry.terraform.io/a/terraform-b\" has a type with the prefix "
       "\"terraform-\", which isn't allowed because it would be redundant to name a Terraform "
       "provider with that prefix. If you are the author of this provider, rename it to not "
       "include the prefix."},
      {"a/terraform-provider-b", "Invalid provider type",
       "Provider source \"a/terraform-provider-b\" has a type with the prefix "
       "\"terraform-provider-\", which isn't valid. Although that prefix is often used in the "
       "names of version control repositories for Terraform providers, provider source strings "
       "should not include it.\n\nDid you mean \"a/b\"?"},
  };
  for (const SourceError& c : cases) {
    const auto source = ParseProviderSource(c.source);
    ASSERT_FALSE(source) << c.source;
    EXPECT_EQ(source.error().summary, c.summary) << c.source;
    EXPECT_EQ(source.error().detail, c.detail) << c.source;
  }
}

TEST(ParseOpenTofuProviderInstance, TakesAKeyBehindTheAlias) {
  const auto address =
      ParseOpenTofuProviderInstance("module.a.provider[\"hashicorp/aws\"].by_region[\"eu\"]")
          .value();
  EXPECT_EQ(ToString(address.config),
            "module.a.provider[\"registry.opentofu.org/hashicorp/aws\"].by_region");
  EXPECT_EQ(address.instance_key(), (InstanceKey{InstanceKey::Kind::kString, 0, "eu"}));
  EXPECT_EQ(ParseOpenTofuProviderInstance("provider[\"aws\"].a[2]").value().key_number, 2);
  EXPECT_EQ(ParseOpenTofuProviderInstance("provider[\"aws\"]").value().key_kind,
            InstanceKey::Kind::kNone);
}

TEST(ParseOpenTofuProviderInstance, SaysWhatOpenTofuSays) {
  const std::pair<const char*, const char*> cases[] = {
      {"provider[\"aws\"][\"k\"]",
       "Provider type name must be followed by a configuration alias name."},
      {"provider[\"aws\"].a.b",
       "A provider configuration alias can be followed only by an instance key in brackets."},
      {"provider[\"aws\"].a[1.5]",
       "Invalid provider instance key: value must be a whole number, between -9223372036854775808 "
       "and 9223372036854775807."},
      {"provider[\"aws\"].a[0].b", "Extraneous operators after provider configuration reference."},
      {"module.a[0].provider[\"aws\"]",
       "A provider configuration must not appear in a module instance that uses count or "
       "for_each."},
      {"provider.aws", "The prefix \"provider.\" must be followed by a provider type name."},
  };
  for (const auto& [text, detail] : cases) {
    const auto address = ParseOpenTofuProviderInstance(text);
    ASSERT_FALSE(address) << text;
    EXPECT_EQ(address.error().detail, detail) << text;
  }
}

}  // namespace
}  // namespace tfsck
