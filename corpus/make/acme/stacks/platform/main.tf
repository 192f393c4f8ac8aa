variable "pools" {
  type    = map(object({ size = number, type = string }))
  default = { general = { size = 3, type = "m7g.large" } }
}
variable "drain_seconds" { default = 0 }
locals { environment = terraform.workspace }
module "cluster" {
  source  = "./modules/cluster"
  name    = "acme-${local.environment}"
  subnets = data.terraform_remote_state.network.outputs.private_subnets["eu-central-1"]
  pools   = var.pools
}
resource "terraform_data" "ingress" {
  input = { cluster = module.cluster.endpoint, hosts = ["api.acme.example", "shop.acme.example"] }
  provisioner "local-exec" { command = "sleep ${var.drain_seconds}" }
}
output "endpoint" { value = module.cluster.endpoint }
output "join_token" {
  value     = module.cluster.join_token
  sensitive = true
}
