resource "terraform_data" "transit_gateway" { input = { asn = 64512 } }
resource "terraform_data" "attachment" {
  for_each = { for region, id in data.terraform_remote_state.network.outputs.vpc_ids : region => id }
  input    = { gateway = terraform_data.transit_gateway.id, vpc = each.value }
}
resource "aws_dynamodb_table" "route_claims" {
  name         = "acme-route-claims"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "prefix"
  attribute {
    name = "prefix"
    type = "S"
  }
}
resource "aws_dynamodb_table_item" "claim" {
  for_each   = { "10.16.0.0/12" = "network", "10.32.0.0/12" = "platform", "10.48.0.0/12" = "payments" }
  table_name = aws_dynamodb_table.route_claims.name
  hash_key   = aws_dynamodb_table.route_claims.hash_key
  item       = jsonencode({ prefix = { S = each.key }, team = { S = each.value } })
}
