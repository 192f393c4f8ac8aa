# Data sources that need no cloud.

workdir
mkdir producer
config producer/main.tf <<'HCL'
resource "terraform_data" "x" { input = { cidr = "10.0.0.0/16" } }
output "network" { value = { id = terraform_data.x.id, cidr = "10.0.0.0/16", zones = ["a", "b"] } }
output "secret" {
  value     = "not-a-real-one"
  sensitive = true
}
HCL
(cd producer && apply)
config <<'HCL'
data "terraform_remote_state" "network" {
  backend = "local"
  config  = { path = "producer/terraform.tfstate" }
}
data "terraform_remote_state" "each" {
  for_each  = toset(["default", "other"])
  backend   = "local"
  workspace = "default"
  config    = { path = "${path.module}/producer/terraform.tfstate" }
  defaults  = { extra = each.key }
}
resource "terraform_data" "uses" { input = data.terraform_remote_state.network.outputs.network }
output "zones" { value = data.terraform_remote_state.each["other"].outputs.network.zones }
HCL
apply
keep remote-state-consumer "terraform_remote_state, single and keyed, and what depends on it"
keep remote-state-producer "the state that it reads" producer/terraform.tfstate

workdir
config child/main.tf <<'HCL'
data "terraform_remote_state" "self" {
  backend = "local"
  config  = { path = "other.tfstate" }
}
output "o" { value = data.terraform_remote_state.self.outputs }
HCL
config other.tfstate <<< '{"version":4,"terraform_version":"1.11.4","serial":1,"lineage":"0d2b9f6e-9f0e-4b0e-8f37-0a5f8d1c3b11","outputs":{"n":{"value":{"deep":[1,"a",null]},"type":["object",{"deep":["tuple",["number","string","dynamic"]]}]}},"resources":[],"check_results":null}'
config <<'HCL'
module "m" {
  source   = "./child"
  for_each = toset(["p", "q"])
}
HCL
apply
keep data-only "nothing but data sources, inside a keyed module"
