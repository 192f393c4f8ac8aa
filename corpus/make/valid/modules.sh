# Modules: nesting, keys, depends_on across them, providers configured inside.

leaf_module() {
  config "$1/main.tf" <<'HCL'
variable "up" { default = null }
resource "terraform_data" "leaf" { input = var.up }
output "id" { value = terraform_data.leaf.id }
HCL
}

workdir
leaf_module leaf
config team/main.tf <<'HCL'
variable "name" {}
resource "terraform_data" "team" { input = var.name }
module "leaf" {
  source   = "../leaf"
  for_each = toset(["a", "b.c"])
  up       = terraform_data.team.id
}
module "counted" {
  source = "../leaf"
  count  = 2
  up     = module.leaf["a"].id
}
output "ids" { value = [for m in module.leaf : m.id] }
HCL
config <<'HCL'
resource "terraform_data" "root" { input = "r" }
module "team" {
  source   = "./team"
  for_each = toset(["x", "y z"])
  name     = terraform_data.root.id
}
module "plain" {
  source = "./team"
  name   = "plain"
}
resource "terraform_data" "last" { input = module.team["x"].ids }
output "ids" { value = { for k, m in module.team : k => m.ids } }
HCL
apply
keep modules-nested "modules with count and for_each inside modules with for_each"

workdir
leaf_module leaf
config <<'HCL'
module "many" {
  source = "./leaf"
  count  = 12
}
module "odd" {
  source   = "./leaf"
  for_each = toset(["", "q\"uote", "dot.dot", "$${x}", "ü", "a]b", "back\\slash", "new\nline"])
  up       = module.many[11].id
}
HCL
apply
keep modules-odd-keys "module.many[10] beside [2]; module keys that need quoting"

workdir
for level in 1 2 3 4 5 6; do
  config "level$level/main.tf" <<HCL
resource "terraform_data" "here" { input = $level }
module "level$((level + 1))" { source = "../level$((level + 1))" }
HCL
done
leaf_module level7
config <<'HCL'
module "level1" { source = "./level1" }
HCL
apply
keep modules-seven-deep "seven modules inside one another"

workdir
leaf_module leaf
config <<'HCL'
resource "terraform_data" "first" {}
module "network" {
  source     = "./leaf"
  depends_on = [terraform_data.first]
}
module "service" {
  source     = "./leaf"
  count      = 2
  depends_on = [module.network]
}
resource "terraform_data" "explicit" {
  depends_on = [module.service, terraform_data.first]
}
data "terraform_remote_state" "none" {
  backend    = "local"
  config     = { path = "absent.tfstate" }
  defaults   = { answer = 42 }
  depends_on = [module.network]
}
HCL
config absent.tfstate <<< '{"version":4,"terraform_version":"1.11.4","serial":1,"lineage":"7a8d9a1e-3f7c-1c8b-a1ad-0d6d6dbe9f01","outputs":{},"resources":[],"check_results":null}'
apply
keep depends-on-modules "depends_on a module, from modules, resources and a data source"

workdir
config inside/main.tf <<'HCL'
provider "terraform" {}
provider "terraform" { alias = "second" }
resource "terraform_data" "default" {}
resource "terraform_data" "aliased" { provider = terraform.second }
HCL
config <<'HCL'
provider "terraform" { alias = "other" }
resource "terraform_data" "aliased" { provider = terraform.other }
module "inside" { source = "./inside" }
HCL
apply
keep provider-alias-in-module "the builtin provider with an alias, in the root and configured inside a module"

workdir
leaf_module old
config <<'HCL'
module "old" { source = "./old" }
resource "terraform_data" "stays" { input = module.old.id }
HCL
apply
mv old new
config <<'HCL'
module "new" {
  source = "./new"
  count  = 1
}
moved {
  from = module.old
  to   = module.new[0]
}
resource "terraform_data" "renamed" { input = module.new[0].id }
moved {
  from = terraform_data.stays
  to   = terraform_data.renamed
}
HCL
apply
keep moved-module "a module and a resource renamed through moved blocks"
