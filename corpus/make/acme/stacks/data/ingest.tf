resource "terraform_data" "stream" {
  for_each = toset(["clicks", "orders"])
  input    = { name = each.key, shards = 4 }
}
resource "terraform_data" "bucket" { input = { name = "acme-landing", subnets = data.terraform_remote_state.network.outputs.private_subnets } }
resource "terraform_data" "loader" {
  for_each = terraform_data.stream
  input    = { stream = each.value.id, bucket = terraform_data.bucket.id }
}
