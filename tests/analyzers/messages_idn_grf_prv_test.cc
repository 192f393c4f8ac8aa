// What a person reads: the whole line of each rule's trigger file.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/support/check_support.h"

namespace tfsck {
namespace {

struct Row {
  std::string rule;
  std::string line;  // the only one of the rule
};

const Row kRows[] = {
    {"GRF001",
     "GRF001 59:13 terraform_data.b: an element of the dependencies cannot be read: Invalid"
     " address: A resource address is required. This instance key identifies a specific"
     " resource instance, which is not expected here"},
    {"GRF002",
     "GRF002 43:9 terraform_data.b: depends on terraform_data.z, which is not in the state"},
    {"GRF003", "GRF003 37:5 terraform_data.b: the resource depends on itself"},
    {"GRF004",
     "GRF004 13:5 terraform_data.a: dependency cycle: terraform_data.a -> terraform_data.b"
     " -> terraform_data.a"},
    {"GRF005",
     "GRF005 65:9 terraform_data.c: the dependencies are not sorted: terraform_data.a stands"
     " behind terraform_data.b"},
    {"GRF006",
     "GRF006 59:5 terraform_data.c: depends on terraform_data.b, which depends on"
     " terraform_data.a, but does not list the latter"},
    {"GRF008",
     "GRF008 14:9 terraform_data.n: the deposed object 0a0b0c0d has no current object beside"
     " it"},
    {"GRF009",
     "GRF009 35:9 aws_nat_gateway.a: the deposed object 0a0b0c0d and the current one are the"
     " same real object"},
    {"GRF011",
     "GRF011 14:9 terraform_data.a: terraform_data.d, which depends on it, has"
     " create_before_destroy, but this object does not"},
    {"GRF012",
     "GRF012 43:9 terraform_data.b: depends on ephemeral.random_password.a, and a state"
     " never holds ephemeral resources"},
    {"GRF013",
     "GRF013 42:9 terraform_data.b: the object has a `depends_on` list, which only Terraform"
     " 0.12 reads"},
    {"GRF014", "GRF014 14:9 terraform_data.n: the object is tainted"},
    {"GRF015",
     "GRF015 28:9 terraform_data.d: the deposed object 81fa5e55 stands beside the current"
     " one"},
    {"IDN001",
     "IDN001 37:5 terraform_data.b: mode \"ephemeral\" is neither \"managed\" nor \"data\""},
    {"IDN002",
     "IDN002 9:17 terraform_data.c: the module address cannot be read: Unclosed index"
     " brackets: Index key must be followed by a closing bracket"},
    {"IDN003",
     "IDN003 9:17 module.m[\"k\"].terraform_data.c: Terraform writes the module address as"
     " module.m[\"k\"]"},
    {"IDN004", "IDN004 37:5 terraform_data.b c: the name \"b c\" is not an identifier"},
    {"IDN005",
     "IDN005 31:9 terraform_data.n[0]: an earlier entry is the current object of this"
     " instance too"},
    {"IDN006",
     "IDN006 33:5 terraform_data.p: an earlier block records the same resource with other"
     " instances"},
    {"IDN007",
     "IDN007 43:9 terraform_data.d: an earlier deposed object of this instance has the same"
     " key"},
    {"IDN008", "IDN008 32:24 terraform_data.n: the instance key is bool, not a number or a string"},
    {"IDN009", "IDN009 32:24 terraform_data.n[1]: the key 1.5 is read as 1"},
    {"IDN010", "IDN010 14:9 terraform_data.n[-1]: the key -1 is negative"},
    {"IDN011", "IDN011 8:5 terraform_data.n: its instances have count indexes and for_each keys"},
    {"IDN012", "IDN012 8:5 terraform_data.n: its count indexes run to 2 without 1"},
    {"IDN013",
     "IDN013 31:9 terraform_data.e[\"y\\r\"]: the key contains the control character U+000D"},
    {"IDN014",
     "IDN014 14:9 terraform_data.p[\"0\"]: the key \"0\" is a string instead of a number"},
    {"IDN015",
     "IDN015 8:5 module.m: the module stands in the state without a key and with for_each"
     " keys"},
    {"IDN016",
     "IDN016 33:5 terraform_data.q: stands behind terraform_data.z, but is written before it"},
    {"IDN017", "IDN017 37:5 terraform_data.b: the resource has no instances"},
    {"IDN018", "IDN018 42:9 aws_nat_gateway.b: has the same id as aws_nat_gateway.a"},
    {"IDN019",
     "IDN019 28:9 terraform_data.d: the deposed key \"Z1fa5e55\" is not 8 lower-case"
     " hexadecimal digits"},
    {"IDN020",
     "IDN020 14:9 data.terraform_remote_state.r: a data resource has the deposed object"
     " 0a0b0c0d"},
    {"IDN021", "IDN021 29:22 terraform_data.d: the deposed key \"1fa5e55\" is 7 bytes long, not 8"},
    {"IDN022", "IDN022 14:9 data.terraform_remote_state.r: a data resource is tainted"},
    {"PRV001",
     "PRV001 41:19 terraform_data.b: the provider address"
     " `provider[\"terraform.io/builtin/terraform\"` cannot be read"},
    {"PRV002", "PRV002 8:5 aws_nat_gateway.a: the provider address stands on the instances"},
    {"PRV003",
     "PRV003 41:19 terraform_data.b: the resource and one of its instances both name a"
     " provider configuration"},
    {"PRV004",
     "PRV004 36:5 aws_nat_gateway.b: the provider address registry.terraform.io/-/aws has no"
     " namespace"},
    {"PRV005",
     "PRV005 40:19 aws_nat_gateway.b: Terraform writes the provider address as"
     " provider[\"registry.terraform.io/hashicorp/aws\"]"},
    {"PRV006",
     "PRV006 36:5 aws_nat_gateway.b: the type aws_nat_gateway does not belong to provider"
     " registry.terraform.io/hashicorp/google"},
    {"PRV007",
     "PRV007 36:5 aws_nat_gateway.b: aws_nat_gateway is managed by"
     " registry.opentofu.org/hashicorp/aws here and by registry.terraform.io/hashicorp/aws"
     " elsewhere"},
    {"PRV008",
     "PRV008 33:5 module.m[\"l\"].terraform_data.c: the configuration of provider terraform"
     " stands in module.m"},
    {"PRV012",
     "PRV012 42:9 aws_nat_gateway.b: has schema version 1, an earlier object of the type has"
     " 0"},
    {"PRV015",
     "PRV015 8:5 terraform_data.n: provider registry.terraform.io/hashicorp/terraform is"
     " archived"},
};

TEST(MessagesIdnGrfPrv, TriggersSayWhatTheyShow) {
  for (const Row& row : kRows) {
    std::vector<std::string> lines;
    for (std::string& line :
         test::Lines(test::CheckFile(test::CorpusPath("rules/" + row.rule + "/trigger.tfstate")))) {
      if (line.starts_with(row.rule)) lines.push_back(std::move(line));
    }
    EXPECT_THAT(lines, ::testing::ElementsAre(row.line));
  }
}

TEST(MessagesIdnGrfPrv, EveryRuleOfTheseFamiliesHasOne) {
  size_t rules = 0;
  for (const Rule& rule : AllRules()) {
    rules += rule.id.starts_with("GRF") || rule.id.starts_with("IDN") || rule.id.starts_with("PRV");
  }
  EXPECT_EQ(std::size(kRows), rules);
}

}  // namespace
}  // namespace tfsck
