#!/usr/bin/env bash
# Remakes corpus/bases/ with a real Terraform: healthy states of three shapes that all hold the same
# probes (an object, outputs, a check result, a sensitive path), so that one mutation fits all.
# Usage: corpus/make/bases.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

BASES="$CORPUS_DIR/bases"
mkdir -p "$BASES"

# What every base has.
probes() {
  config probes.tf << 'HCL'
variable "secret" {
  type      = string
  sensitive = true
  default   = "invented-secret"
}
resource "terraform_data" "probe" {
  input = "probe"
  lifecycle {
    postcondition {
      condition     = self.input != ""
      error_message = "no input"
    }
  }
}
resource "terraform_data" "vault" {
  input = { owner = "probe", token = var.secret }
}
output "probe" { value = "probe" }
output "pair" { value = ["x", 2] }
HCL
}

# keep NAME: the state becomes corpus/bases/NAME.tfstate.
keep() {
  apply
  cp terraform.tfstate "$BASES/$1.tfstate"
  chmod 644 "$BASES/$1.tfstate"
  echo "$1"
}

workdir
probes
config << 'HCL'
resource "terraform_data" "network" { input = { cidr = "10.0.0.0/16", zones = ["a", "b"] } }
resource "terraform_data" "subnet" {
  count = 3
  input = "${terraform_data.network.id}-${count.index}"
}
resource "terraform_data" "host" {
  for_each = { "a.example" = 1, "b \"two\"" = 2, "ünï" = 3 }
  input    = [each.value, terraform_data.subnet[0].id]
  lifecycle { create_before_destroy = true }
}
resource "terraform_data" "gate" {
  triggers_replace = [for host in terraform_data.host : host.id]
}
HCL
keep keyed

workdir
probes
config child/main.tf << 'HCL'
variable "size" { type = number }
resource "terraform_data" "node" {
  count = var.size
  input = { index = count.index, labels = { tier = "web" } }
}
module "leaf" {
  source = "./leaf"
  nodes  = terraform_data.node[*].id
}
output "ids" { value = terraform_data.node[*].id }
HCL
config child/leaf/main.tf << 'HCL'
variable "nodes" { type = list(string) }
resource "terraform_data" "sum" { input = join(",", var.nodes) }
HCL
config << 'HCL'
module "site" {
  for_each = toset(["north", "south"])
  source   = "./child"
  size     = 2
}
module "single" {
  source = "./child"
  size   = 1
}
resource "terraform_data" "all" { input = [for site in module.site : site.ids] }
output "sites" { value = { for name, site in module.site : name => site.ids } }
HCL
keep modules

workdir
probes
config << 'HCL'
data "terraform_remote_state" "other" {
  backend = "local"
  config  = { path = "other.tfstate" }
}
resource "terraform_data" "chain" {
  count = 4
  input = {
    position = count.index
    upstream = data.terraform_remote_state.other.outputs.o
    text     = "<tags> & \"quotes\" \u2028 \\ ${"$"}{not} %%{this}"
    big      = 12345678901234567890123
    nothing  = null
    set      = toset(["x", "y"])
  }
}
resource "terraform_data" "tail" {
  input      = terraform_data.chain[3].id
  depends_on = [terraform_data.vault]
}
output "mixed" {
  value = { list = [1, "two", true, null], map = { a = { b = [] } } }
}
output "hidden" {
  value     = var.secret
  sensitive = true
}
HCL
cp "$CORPUS_DIR/oracle/cases/ok-base.tfstate" other.tfstate
chmod 644 other.tfstate
keep values
